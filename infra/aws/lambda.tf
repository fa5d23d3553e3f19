locals {
  handler = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
  # The lease on an action is a little longer.
  timeout = 60

  workers   = ["evaluate", "revoke-sessions", "disable-keys", "notify-owners"]
  act       = ["revoke-sessions", "disable-keys"]
  open      = concat(var.receive_webhooks ? ["receive-webhooks"] : [], var.decide_by_link ? ["decide-actions"] : [])
  functions = toset(concat(local.workers, local.open))

  common_environment = {
    TOKEN_RESPONDER_TABLE   = aws_dynamodb_table.incidents.name
    TOKEN_RESPONDER_BUS     = aws_cloudwatch_event_bus.responder.name
    TOKEN_RESPONDER_METRICS = var.name
  }

  worker_environment = merge(
    {
      TOKEN_RESPONDER_POLICY    = "/opt/token-responder/policy.yml"
      TOKEN_RESPONDER_OWN_ROLES = join(",", [for function in sort(tolist(local.functions)) : aws_iam_role.function[function].arn])
    },
    var.member_role == null ? {} : { TOKEN_RESPONDER_MEMBER_ROLE = var.member_role },
  )

  identity_center_environment = var.identity_center == null ? {} : {
    for name, value in {
      TOKEN_RESPONDER_IDENTITY_CENTER         = var.identity_center.instance
      TOKEN_RESPONDER_IDENTITY_CENTER_REGION  = var.identity_center.region
      TOKEN_RESPONDER_IDENTITY_CENTER_ACCOUNT = var.identity_center.account
    } : name => value if value != null
  }

  particular_environment = {
    evaluate = merge(
      length(local.rule_files) == 0 ? {} : { TOKEN_RESPONDER_RULES = "/opt/token-responder/rules" },
      length(var.eks_clusters) == 0 ? {} : {
        TOKEN_RESPONDER_TRUSTED_CLUSTERS = join(",", [for cluster in local.eks_cluster_names : "eks/${local.account}/${cluster}"])
      },
    )
    revoke-sessions = merge(
      { TOKEN_RESPONDER_RECHECK_QUEUE = aws_sqs_queue.work["revoke-sessions-recheck"].url },
      local.identity_center_environment,
    )
    disable-keys  = { TOKEN_RESPONDER_RECHECK_QUEUE = aws_sqs_queue.work["disable-keys-recheck"].url }
    notify-owners = var.decide_by_link ? { TOKEN_RESPONDER_LINK_URL = aws_lambda_function_url.open["decide-actions"].function_url } : {}
  }

  # Only where it pays: docs/adr/0018-snapstart-for-evaluate.md.
  snap_started = ["evaluate"]
  # What is invoked: the published version that has a snapshot, or the function.
  invoked = merge(
    { for function, worker in aws_lambda_function.worker : function => { arn = worker.arn, qualifier = null } },
    { for function, alias in aws_lambda_alias.live : function => { arn = alias.arn, qualifier = alias.name } },
  )
}

# What judges and acts; nobody but EventBridge and the queues invokes it.
resource "aws_lambda_function" "worker" {
  for_each = toset(local.workers)

  function_name                  = "${var.name}-${each.key}"
  role                           = aws_iam_role.function[each.key].arn
  runtime                        = var.runtime
  architectures                  = ["arm64"]
  handler                        = local.handler
  memory_size                    = var.memory_size
  timeout                        = local.timeout
  layers                         = [aws_lambda_layer_version.configuration.arn]
  kms_key_arn                    = local.key
  reserved_concurrent_executions = lookup(var.reserved_concurrency, each.key, -1)

  filename          = var.function_object == null ? var.function_zip : null
  source_code_hash  = var.function_object == null ? filebase64sha256(var.function_zip) : null
  s3_bucket         = try(var.function_object.bucket, null)
  s3_key            = try(var.function_object.key, null)
  s3_object_version = try(var.function_object.version, null)

  environment {
    variables = merge(
      lookup(var.environment, each.key, {}),
      lookup(var.secrets, each.key, {}),
      local.common_environment,
      local.worker_environment,
      local.particular_environment[each.key],
      { QUARKUS_LAMBDA_HANDLER = each.key },
    )
  }

  publish = contains(local.snap_started, each.key)

  dynamic "snap_start" {
    for_each = contains(local.snap_started, each.key) ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

resource "aws_lambda_alias" "live" {
  for_each = toset(local.snap_started)

  name             = "live"
  description      = "The version in force"
  function_name    = aws_lambda_function.worker[each.key].function_name
  function_version = aws_lambda_function.worker[each.key].version
}

# What answers the internet; neither has a policy, nor rights over anybody. decide-actions asks the others to act.
resource "aws_lambda_function" "open" {
  for_each = toset(local.open)

  function_name                  = "${var.name}-${each.key}"
  role                           = aws_iam_role.function[each.key].arn
  runtime                        = var.runtime
  architectures                  = ["arm64"]
  handler                        = local.handler
  memory_size                    = var.memory_size
  timeout                        = local.timeout
  kms_key_arn                    = local.key
  reserved_concurrent_executions = lookup(var.reserved_concurrency, each.key, -1)

  filename          = var.function_object == null ? var.function_zip : null
  source_code_hash  = var.function_object == null ? filebase64sha256(var.function_zip) : null
  s3_bucket         = try(var.function_object.bucket, null)
  s3_key            = try(var.function_object.key, null)
  s3_object_version = try(var.function_object.version, null)

  environment {
    variables = merge(
      lookup(var.environment, each.key, {}),
      lookup(var.secrets, each.key, {}),
      local.common_environment,
      { QUARKUS_LAMBDA_HANDLER = each.key },
    )
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

# NONE: senders of webhooks and holders of links have no identity in AWS. Each request is proven
# by the function itself. The provider adds the permission for lambda:InvokeFunctionUrl, CloudFormation
# the one for lambda:InvokeFunction that addresses made since October 2025 need too (Lambda Developer
# Guide, "Control access to Lambda function URLs"): version 5 of the provider cannot limit it to the URL.
resource "aws_lambda_function_url" "open" {
  for_each = toset(local.open)

  function_name      = aws_lambda_function.open[each.key].function_name
  authorization_type = "NONE"
}

resource "aws_cloudformation_stack" "invoked_via_url" {
  for_each = toset(local.open)

  name = "${var.name}-${each.key}-url"
  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Resources = {
      Permission = {
        Type = "AWS::Lambda::Permission"
        Properties = {
          Action                = "lambda:InvokeFunction"
          FunctionName          = aws_lambda_function.open[each.key].function_name
          InvokedViaFunctionUrl = true
          Principal             = "*"
        }
      }
    }
  })
}

# Events that Lambda has taken: six hours and two more tries, then the queue of what failed.
resource "aws_lambda_function_event_invoke_config" "worker" {
  for_each = toset(local.workers)

  function_name                = aws_lambda_function.worker[each.key].function_name
  qualifier                    = local.invoked[each.key].qualifier
  maximum_event_age_in_seconds = 21600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed[each.key].arn
    }
  }
}

resource "aws_lambda_event_source_mapping" "work" {
  for_each = local.work_queues

  event_source_arn                   = aws_sqs_queue.work[each.key].arn
  function_name                      = local.invoked[each.value.function].arn
  batch_size                         = each.value.batch
  maximum_batching_window_in_seconds = each.value.window
  function_response_types            = ["ReportBatchItemFailures"]

  # Else what finds no room goes back to the queue, and after five times among what failed.
  dynamic "scaling_config" {
    for_each = [for most in [lookup(var.reserved_concurrency, each.value.function, 0)] : most if most >= 2]

    content {
      maximum_concurrency = scaling_config.value
    }
  }
}
