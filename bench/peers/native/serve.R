# The loop of an R peer: see serve.mjs for the lines it answers. A peer defines versions(), load(case) and work(case, program,
# tolerance), a function to time; its value is the numbers of result.f64, or a function that makes them (not timed).

readCase <- function(fields) {
  at <- function(name) file.path(fields$folder, name)
  f64 <- function(name) readBin(at(name), "double", file.size(at(name)) / 8)
  i32 <- function(name) readBin(at(name), "integer", file.size(at(name)) / 4)
  n <- as.integer(fields$rows)
  p <- as.integer(fields$columns)
  case <- list(
    folder = fields$folder, n = n, p = p, family = fields$family,
    kind = if (is.null(fields$kind)) "fit" else fields$kind,
    share = if (is.null(fields$share)) 0 else as.numeric(fields$share),
    intercept = is.null(fields$intercept) || fields$intercept == "true",
    y = f64("y.f64"), lambdas = f64("lambdas.f64"), folds = i32("folds.i32")
  )
  case$x <- if (fields$storage == "sparse") {
    byRow <- Matrix::sparseMatrix(
      j = i32("indices.i32"), p = i32("indptr.i32"), x = f64("values.f64"), dims = c(n, p), index1 = FALSE
    )
    as(byRow, "CsparseMatrix")
  } else {
    matrix(f64("columns.f64"), n, p)
  }
  case
}

blas <- function() paste0("BLAS=", basename(La_library())) # OpenBLAS is both

answer <- function(line) {
  parts <- strsplit(trimws(line), " ")[[1]]
  fields <- list()
  for (part in parts[-1]) fields[[sub("=.*", "", part)]] <- sub("^[^=]*=", "", part)
  if (parts[1] == "hello") return(paste("ok", versions()))
  if (parts[1] == "load") {
    case <<- load(readCase(fields))
    return("ok")
  }
  run <- work(case, fields$program, as.numeric(fields$tolerance))
  invisible(gc())
  if (fields$warm == "1") run()
  started <- Sys.time()
  result <- run()
  ms <- 1000 * as.numeric(Sys.time() - started, units = "secs")
  if (is.function(result)) result <- result()
  writeBin(as.double(result), file.path(case$folder, "result.f64"))
  paste0("ok ms=", format(ms, digits = 8))
}

serve <- function() {
  options(warn = -1)
  input <- file("stdin", "r")
  while (length(line <- readLines(input, 1)) > 0) {
    cat(tryCatch(answer(line), error = function(e) paste("error", gsub("\n", " ", conditionMessage(e)))), "\n", sep = "")
    flush(stdout())
  }
}
