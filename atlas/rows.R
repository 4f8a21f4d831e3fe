# The rows of the atlas in R.
#
#     Rscript atlas/rows.R --list           every row, as JSON
#     Rscript atlas/rows.R glmnet.lasso     answers claimcheck as that row (docs/protocol.md)

suppressPackageStartupMessages({
  library(jsonlite)
  library(glmnet)
})

tight <- function(rule) rule$settings == 'tight'
coefficients <- function(task, ...) {
  as.numeric(as.matrix(glmnet(task$X, task$y, intercept = FALSE, standardize = FALSE, ...)$beta))
}
# One penalty, and thresh by default; the documented objective has it as it stands.
single <- function(task, rule, scale = 1, ...) {
  more <- if (tight(rule)) list(thresh = 1e-20, maxit = 1e7) else list()
  do.call(coefficients, c(list(task, lambda = rule$penalty * (if (tight(rule)) scale else 1), ...), more))
}

rows <- list(
  glmnet.ridge = list(
    columns = list('ridge'),
    default = 'alpha 0, lambda as in the documented objective, thresh 1e-7',
    tight = 'lambda times the size of y, which glmnet divides by; thresh 1e-20',
    train = function(task, rule) single(task, rule, scale = sqrt(mean(task$y^2)), alpha = 0)
  ),
  glmnet.lasso = list(
    columns = list('lasso'),
    default = 'one lambda, thresh 1e-7',
    tight = 'thresh 1e-20',
    train = function(task, rule) single(task, rule, alpha = 1)
  ),
  glmnet.logistic = list(
    columns = list('logistic'),
    default = 'alpha 0, one lambda, thresh 1e-7',
    tight = 'thresh 1e-20',
    train = function(task, rule) single(task, rule, alpha = 0, family = 'binomial')
  ),
  glmnet.zero = list(
    columns = list('least-l2', 'least-l1', 'least-linf'),
    default = 'alpha 0, lambda 0, thresh 1e-7',
    tight = 'thresh 1e-20',
    train = function(task, rule) {
      more <- if (tight(rule)) list(thresh = 1e-20, maxit = 1e7) else list()
      do.call(coefficients, c(list(task, alpha = 0, lambda = 0), more))
    }
  ),
  glmnet.cv = list(
    columns = list('tuned'),
    default = 'cv.glmnet, alpha 0, 10 folds, lambda.min',
    tight = '40 folds, lambdas from 1e-3 to 1e3',
    train = function(task, rule) {
      set.seed(1)
      more <- if (tight(rule)) list(nfolds = 40, grouped = FALSE, lambda = 10^seq(3, -3, length.out = 61)) else list()
      asked <- list(task$X, task$y, alpha = 0, intercept = FALSE, standardize = FALSE)
      found <- do.call(cv.glmnet, c(asked, more))
      as.numeric(coef(found, s = 'lambda.min'))[-1]
    }
  )
)

decoded <- function(value) {
  if (!is.list(value)) return(value)
  if (!is.null(value$float64)) {
    shape <- unlist(value$shape)
    numbers <- readBin(base64_dec(value$float64), 'double', prod(shape), size = 8, endian = 'little')
    return(if (length(shape) == 2) matrix(numbers, shape[1], shape[2], byrow = TRUE) else numbers)
  }
  lapply(value, decoded)
}
encoded <- function(x) list(float64 = gsub('\n', '', base64_enc(writeBin(x, raw(), endian = 'little'))), shape = I(length(x)))

name <- commandArgs(trailingOnly = TRUE)
if (identical(name, '--list')) {
  listed <- lapply(names(rows), function(each) {
    with(rows[[each]], list(
      name = each, package = 'glmnet', version = as.character(packageVersion('glmnet')),
      columns = columns, default = default, tight = tight
    ))
  })
  cat(toJSON(list(rows = listed, missing = setNames(list(), character(0))), auto_unbox = TRUE), '\n')
  quit()
}
row <- rows[[name]]
if (is.null(row)) stop(name, ' is no row; expected one of ', paste(names(rows), collapse = ', '))

files <- normalizePath(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
trained <- function(trial) {
  tryCatch(
    list(
      parameters = list(beta = encoded(row$train(decoded(trial$task), decoded(trial$rule)))),
      steps = 0, stopped = 'steps', facts = setNames(list(), character(0))
    ),
    error = function(problem) list(error = gsub('[\r\n]+', ' ', conditionMessage(problem)))
  )
}
input <- file('stdin', 'r')
while (length(line <- readLines(input, 1)) > 0) {
  message <- fromJSON(line, simplifyVector = FALSE)
  result <- switch(message$method,
    initialize = list(
      protocol = 1, name = name,
      libraries = list(R = as.character(getRversion()), glmnet = as.character(packageVersion('glmnet'))),
      computes = 'CPU', files = I(files)
    ),
    train = list(trained = lapply(message$params$trials, trained)),
    shutdown = NULL
  )
  if (is.null(message$id)) next
  cat(toJSON(list(jsonrpc = '2.0', id = message$id, result = result), auto_unbox = TRUE, null = 'null', digits = NA), '\n', sep = '')
  flush(stdout())
  if (message$method == 'shutdown') break
}
