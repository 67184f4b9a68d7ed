# Writes the files beside it: one table as Parquet, Arrow and Feather, as pyarrow writes it. Last run with pyarrow 25.0.1.
import datetime
import decimal
import os

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
n = 60
date = [datetime.date(2024, 1, 1) + datetime.timedelta(days=i) for i in range(n)]
time = [datetime.datetime(1999, 12, 31, 23, 59, 59) + datetime.timedelta(hours=i) for i in range(n)]
table = pa.table(
    {
        "double": pa.array([None if i % 7 == 0 else i / 8 - 3 for i in range(n)], pa.float64()),
        "float": pa.array([i / 10 for i in range(n)], pa.float32()),
        "int": pa.array([i - 5 for i in range(n)], pa.int32()),
        "long": pa.array([2**53 - 1 - i if i % 5 else None for i in range(n)], pa.int64()),
        "huge": pa.array([2**53 + 1 + i for i in range(n)], pa.int64()),
        "decimal": pa.array([decimal.Decimal(i - 9) / 10 for i in range(n)], pa.decimal128(9, 1)),
        "text": pa.array([None if i % 11 == 0 else "0" + str(i % 4) for i in range(n)]),
        "category": pa.array(["löß", "b", None][i % 3] for i in range(n)).dictionary_encode(),
        "logical": pa.array([None if i % 6 == 0 else i % 2 == 0 for i in range(n)]),
        "date": pa.array(date),
        "time": pa.array(time, pa.timestamp("us")),
        "list": pa.array([[i] for i in range(n)]),
        "record": pa.array([{"a": i} for i in range(n)]),
        "bytes": pa.array([bytes([255, i % 256]) for i in range(n)]),
        "__proto__": pa.array([float(i) for i in range(n)]),
        "constructor": pa.array([i % 2 for i in range(n)], pa.int8()),
    }
)
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    file = os.path.join(HERE, f"{codec}.parquet")
    pq.write_table(table, file, compression=codec, row_group_size=25, write_statistics=False)
v2 = {"data_page_version": "2.0", "use_dictionary": False, "use_deprecated_int96_timestamps": True}
pq.write_table(table, os.path.join(HERE, "v2.parquet"), **v2)
for codec in ["uncompressed", "lz4", "zstd"]:
    feather.write_feather(table, os.path.join(HERE, f"{codec}.feather"), compression=codec, chunksize=40)
with pa.ipc.new_stream(os.path.join(HERE, "stream.arrows"), table.schema) as writer:
    writer.write_table(table, max_chunksize=40)
index = table.select(["int", "text"]).append_column("__index_level_0__", pa.array([f"r{i}" for i in range(n)]))
pq.write_table(index, os.path.join(HERE, "index.parquet"))
