# A model in R, judged by claimcheck. Base R and jsonlite.
#
#   source(file.path(Sys.getenv("CLAIMCHECK_CLIENTS"), "claimcheck.R"))
#   train <- function(task, rule, streams) list(parameters = list(beta = ...), steps = 10, stopped = "steps")
#   serve(train, name = "my model", fields = c("penalty", "steps"))
#
#   npx claimcheck run CLAIM --model REPLACED="Rscript my_model.R"
#
# - Arrays of the task are numeric vectors and matrices; fields that are absent are NULL, and names are never completed.
# - train returns parameters, and where they are not 0, "exact" and none: steps, stopped, facts. An error is that of its trial.
# - set.seed(streams$train$seed) is a seed of the trial's own. `draws = list(train = c(normal = 1000))` asks for the first
#   draws of our own streams: streams$train$normal.
# - What is printed goes to the standard error; what a process of your own prints must not go to the standard output.

# Bytes of a message; a longer one ends the program.
.MESSAGE <- 256 * 2^20

#' A task, a rule: `$` takes whole names alone.
`$.record` <- function(x, name) unclass(x)[[name]]

.decoded <- function(value) {
  if (!is.list(value)) return(value)
  names <- names(value)
  if (anyDuplicated(names)) stop("a name stands twice in one object", call. = FALSE)
  lost <- c(`NaN` = NaN, Infinity = Inf, `-Infinity` = -Inf, `-0` = -0)
  if (identical(names, "number") && is.character(value$number) && value$number %in% names(lost)) return(lost[[value$number]])
  kind <- grep("^(float(32|64)|u?int(8|16|32))$", names, value = TRUE)
  if (length(names) == 2 && length(kind) == 1 && "shape" %in% names) return(.array(kind, value))
  if (!is.null(names)) return(structure(lapply(value, .decoded), class = "record"))
  inner <- lapply(value, .decoded)
  if (length(inner) > 0 && all(vapply(inner, function(each) is.numeric(each) && length(each) == 1, TRUE))) unlist(inner) else inner
}

.array <- function(kind, value) {
  if (!is.character(value[[kind]])) stop("an array of ", kind, " is no text", call. = FALSE)
  bytes <- jsonlite::base64_dec(value[[kind]])
  size <- as.integer(sub("^[a-z]*", "", kind)) / 8
  whole <- grepl("int", kind)
  shape <- unlist(value$shape)
  if (!is.null(shape) && !is.numeric(shape) || any(shape < 0) || prod(shape) * size != length(bytes))
    stop("an array of ", kind, " has ", length(bytes), " bytes, which are not those of its shape", call. = FALSE)
  n <- length(bytes) / size
  flat <- readBin(bytes, if (whole) "integer" else "double", n, size, !startsWith(kind, "u") || size > 2, "little")
  # R has no unsigned integers of 32 bits.
  if (kind == "uint32") flat <- ifelse(is.na(flat), 2^31, ifelse(flat < 0, flat + 2^32, flat))
  if (length(shape) == 2) matrix(flat, shape[1], shape[2], byrow = TRUE) else flat
}

.encoded <- function(value, what) {
  if (!is.numeric(value) || !is.null(dim(value)) && length(dim(value)) != 2)
    stop(what, " is a ", class(value)[1], "; expected a numeric vector or matrix", call. = FALSE)
  shape <- if (is.null(dim(value))) length(value) else dim(value)
  flat <- as.numeric(if (is.null(dim(value))) value else t(value))
  text <- gsub("\n", "", jsonlite::base64_enc(writeBin(flat, raw(), 8, "little")), fixed = TRUE)
  sprintf('{"float64":"%s","shape":[%s]}', text, paste(shape, collapse = ","))
}

#' JSON: 17 digits, where jsonlite gives 15.
.json <- function(value) {
  if (is.null(value)) return("null")
  if (inherits(value, "json")) return(unclass(value))
  if (is.list(value) || length(value) > 1 && !is.null(names(value))) {
    inner <- vapply(value, .json, "")
    if (is.null(names(value))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0(.json_text(names(value)), ":", inner, collapse = ","), "}"))
  }
  if (is.logical(value) && !is.na(value)) return(if (value) "true" else "false")
  if (is.character(value)) return(.json_text(value))
  if (is.nan(value) || is.na(value)) return('{"number":"NaN"}')
  if (is.infinite(value)) return(sprintf('{"number":"%sInfinity"}', if (value < 0) "-" else ""))
  if (value == 0 && 1 / value < 0) '{"number":"-0"}' else sprintf("%.17g", value)
}
.json_text <- function(text) vapply(text, function(each) as.character(jsonlite::toJSON(each, auto_unbox = TRUE)), "", USE.NAMES = FALSE)
.as_json <- function(text) structure(text, class = "json")

.objects <- function(named, what) {
  if (length(named) == 0) return(.as_json("{}"))
  if (is.null(names(named))) stop(what, " have no names; expected a named list", call. = FALSE)
  inner <- mapply(function(name, value) paste0(.json_text(name), ":", .encoded(value, paste0(what, "$", name))), names(named), named)
  .as_json(paste0("{", paste(inner, collapse = ","), "}"))
}

.ending <- function(returned) {
  if (!is.list(returned) || !is.list(returned$parameters))
    stop("train returned a ", class(returned)[1], " without parameters; expected list(parameters = list(beta = beta), ...)", call. = FALSE)
  known <- c("residual", "gradient", "steps", "exact", "budget", "diverged")
  stopped <- if (is.null(returned$stopped)) "exact" else returned$stopped
  if (!stopped %in% known) stop("stopped is \"", stopped, "\"; expected one of ", paste(known, collapse = ", "), call. = FALSE)
  list(
    parameters = .objects(returned$parameters, "parameters"),
    steps = if (is.null(returned$steps)) 0 else as.numeric(returned$steps),
    stopped = stopped,
    facts = if (length(returned$facts) == 0) .as_json("{}") else lapply(returned$facts, as.numeric)
  )
}

.stream <- function(name, trial) {
  drawn <- trial$draws[[name]]
  structure(c(list(seed = floor(trial$streams[[name]]$seed / 2^22)), unclass(drawn)), class = "record")
}

.trained <- function(train, name, fields, trial) {
  tryCatch(
    {
      unknown <- setdiff(names(trial$rule), fields)
      if (!is.null(fields) && length(unknown) > 0)
        stop(name, " has no ", paste(unknown, collapse = ", "), " in its rule; it has ", paste(fields, collapse = ", "), call. = FALSE)
      streams <- sapply(c("train", "noise", "eval"), .stream, trial, simplify = FALSE)
      given <- list(trial$task, trial$rule, streams)
      if ("fault" %in% names(formals(train))) given$fault <- trial$fault
      .ending(do.call(train, given))
    },
    error = function(error) {
      call <- conditionCall(error)
      at <- if (is.null(call)) "" else paste0(" (in ", substr(paste(deparse(call), collapse = " "), 1, 200), ")")
      list(error = gsub("\\s+", " ", paste0(conditionMessage(error), at)))
    }
  )
}

#' A failure of a message with its code in JSON-RPC.
.failure <- function(code, ...) {
  stop(structure(class = c("failure", "error", "condition"), list(message = paste0(...), call = NULL, code = code)))
}

#' What an error says, short, on one line, and of whole characters.
.sentence <- function(error) substr(gsub("\\s+", " ", iconv(conditionMessage(error), "", "UTF-8", sub = "byte")), 1, 1000)

#' A text or a number as it came; NULL for what is neither.
.id <- function(value) if (length(value) == 1 && (is.character(value) || is.numeric(value) && is.finite(value))) value

#' The fields of a message. What is none has the field `failure`: whatever is wrong with it, who listens goes on.
.message <- function(line) {
  read <- tryCatch(.decoded(jsonlite::fromJSON(line, simplifyVector = FALSE)), error = identity)
  failed <- function(code, ...) list(failure = list(code = code, message = paste0(...)), id = .id(if (inherits(read, "record")) read$id))
  if (inherits(read, "error")) return(failed(-32700, "this is no message: ", .sentence(read)))
  if (!inherits(read, "record")) return(failed(-32600, "a message is an object"))
  if (!is.character(read$method) || length(read$method) != 1) return(failed(-32600, "a message has a method"))
  list(method = read$method, params = read$params, asked = "id" %in% names(read), id = .id(read$id))
}

.says <- function(name, said) {
  script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  loaded <- setdiff(loadedNamespaces(), rownames(installed.packages(priority = "base")))
  versions <- lapply(stats::setNames(nm = sort(loaded)), function(each) as.character(utils::packageVersion(each)))
  c(
    list(
      protocol = 1, name = name,
      libraries = c(list(R = paste(R.version$major, R.version$minor, sep = "."), LAPACK = La_version()), versions),
      computes = paste(R.version$platform, basename(extSoftVersion()[["BLAS"]])),
      files = as.list(normalizePath(script))
    ),
    said[!vapply(said, is.null, TRUE)]
  )
}

#' Answers claimcheck on the standard input and output until it is done.
#' @param train a function of task, rule and streams, and of `fault` where faults are declared
#' @param name what reports call it
#' @param fields the fields of a rule that it obeys; a rule with any other is refused
#' @param predict a function of task, rule, parameters and X, where predictions do not follow from the parameters
#' @param reproducible whether the same trial has the same bits in another process
#' @param draws the draws of our own streams that are wanted, such as list(train = c(normal = 1000))
serve <- function(train, name = "a model in R", fields = NULL, version = NULL, capabilities = NULL, reproducible = TRUE,
                  predict = NULL, faults = NULL, batch = NULL, draws = NULL) {
  if (isatty(stdin())) {
    message("This is a model for claimcheck, which starts it itself: npx claimcheck run CLAIM --model REPLACED=\"Rscript my_model.R\"")
    quit(status = 2)
  }
  said <- list(
    version = version, capabilities = if (!is.null(capabilities)) as.list(capabilities),
    reproducible = if (reproducible) "bit for bit" else "statistically",
    predict = if (!is.null(predict)) TRUE, faults = faults, batch = batch,
    draws = if (!is.null(draws)) unlist(lapply(names(draws), function(stream) {
      lapply(names(draws[[stream]]), function(of) list(stream = stream, of = of, count = draws[[stream]][[of]]))
    }), recursive = FALSE)
  )
  answer <- function(message) {
    if (!is.null(message$failure)) .failure(message$failure$code, message$failure$message)
    params <- message$params
    if (message$method %in% c("initialize", "train", "predict") && !inherits(params, "record"))
      .failure(-32602, message$method, " has no params")
    switch(message$method,
      initialize = {
        if (!isTRUE(params$protocol == 1)) .failure(-32602, "this claimcheck.R speaks protocol 1; take the one of your claimcheck")
        .says(name, said)
      },
      train = {
        if (!is.list(params$trials) || inherits(params$trials, "record")) .failure(-32602, "train has no list of trials")
        list(trained = lapply(params$trials, function(trial) .trained(train, name, fields, trial)))
      },
      predict = {
        if (is.null(predict)) .failure(-32601, "there is no method predict here")
        found <- as.numeric(predict(params$task, params$rule, params$parameters, params$X))
        list(predictions = .as_json(.encoded(found, "predictions")))
      },
      shutdown = NULL,
      .failure(-32601, "there is no method ", message$method, " here")
    )
  }
  input <- file("stdin", "rb")
  sink(stderr())
  on.exit({
    sink()
    close(input)
  })
  while (length(line <- readLines(input, 1, warn = FALSE, skipNul = TRUE)) > 0) {
    if (nchar(line, "bytes") > .MESSAGE) {
      cat("a message has more than", .MESSAGE, "bytes\n", file = stderr())
      break
    }
    if (!nzchar(trimws(line, whitespace = "[ \t\r]"))) next
    message <- .message(line)
    # A cancelled training ends with this process.
    if (is.null(message$failure) && !message$asked) next
    id <- message$id
    failed <- function(code, error) list(jsonrpc = "2.0", id = id, error = list(code = code, message = .sentence(error)))
    reply <- tryCatch(
      list(jsonrpc = "2.0", id = id, result = answer(message)),
      failure = function(error) failed(error$code, error),
      error = function(error) failed(-32000, error)
    )
    sink()
    cat(.json(reply), "\n", sep = "", file = stdout())
    flush(stdout())
    sink(stderr())
    if (identical(message$method, "shutdown")) break
  }
}
