# Writes the workbooks beside it. Last run with openpyxl 3.1.5.
import datetime
import os

import openpyxl

HERE = os.path.dirname(os.path.abspath(__file__))
book = openpyxl.Workbook()
book.active.title = "blank"
sheet = book.create_sheet("data")
sheet.append([])
sheet.append([])
sheet.append([None, "x", "group", "day", "when", "yes", "mixed", "__proto__"])
day = datetime.date(2024, 2, 28)
for i in range(5):
    row = [i / 3, ["a", " b ", "löß", None, "NA"][i], day + datetime.timedelta(days=i)]
    when = datetime.datetime(2024, 1, 1, 12, 30, i)
    sheet.append([None, *row, when, i % 2 == 0, [1, 2.5, "?", "NA", None][i], i])
sheet.append([None, "=1/0", "c", None, None, None, 7, 5])
other = book.create_sheet("other")
other.append(["", "a", "b"])
other.append(["first", 1, "u"])
other.append(["second", 2, "v"])
title = book.create_sheet("title")
title.append(["Results of 2024"])
title.append(["a", "b"])
title.append([1, 2])
book.save(os.path.join(HERE, "book.xlsx"))

wide = openpyxl.Workbook()
wide.active.append(["a", "a"])
wide.active.append([1, 2])
wide.save(os.path.join(HERE, "twice.xlsx"))
