locals {
  sources = ["aws.cloudtrail", "aws.guardduty", "aws.health", "aws.access-analyzer"]

  # One rule for each source: EventBridge lets a pattern have 2,048 characters unless asked for more.
  patterns = {
    for source in local.sources : source => jsonencode(jsondecode(file(
      fileexists("${var.configuration}/patterns/${source}.json") ? "${var.configuration}/patterns/${source}.json" : "${path.module}/generated/patterns/${source}.json"
    )))
  }

  # Which events go from which bus to which function.
  routes = merge(
    {
      for source, pattern in local.patterns : replace(source, ".", "-") => {
        bus      = "default"
        function = "evaluate"
        pattern  = pattern
        # Without it, calls that only read, AssumeRole among them, never reach the bus.
        state = source == "aws.cloudtrail" ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
      }
    },
    {
      for bus in var.event_buses : "bus-${substr(sha256(bus), 0, 12)}" => {
        bus      = bus
        function = "evaluate"
        pattern  = jsonencode({ account = [local.account] })
        state    = "ENABLED"
      }
    },
    !var.receive_webhooks ? {} : {
      received = {
        bus      = aws_cloudwatch_event_bus.responder.name
        function = "evaluate"
        pattern  = jsonencode({ source = ["token-responder"], detail-type = ["Record Received"] })
        state    = "ENABLED"
      }
    },
    {
      for function in ["revoke-sessions", "disable-keys", "notify-owners"] : function => {
        bus      = aws_cloudwatch_event_bus.responder.name
        function = function
        pattern = jsonencode({
          source      = ["token-responder"]
          detail-type = concat(["Action Requested"], var.decide_by_link ? ["Undo Requested"] : [])
          detail      = { action = local.needed[function].actions }
        })
        state = "ENABLED"
      }
    },
  )
}

resource "aws_cloudwatch_event_bus" "responder" {
  name               = var.name
  kms_key_identifier = local.key

  # What could not be encrypted or decrypted.
  dead_letter_config {
    arn = aws_sqs_queue.bus_failed.arn
  }

  depends_on = [aws_kms_key_policy.data]
}

# Requests on the bus are obeyed: nobody else of this account puts any, whatever IAM allows them.
resource "aws_cloudwatch_event_bus_policy" "responder" {
  event_bus_name = aws_cloudwatch_event_bus.responder.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyTheResponder"
      Effect    = "Deny"
      Principal = "*"
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.responder.arn
      Condition = {
        ArnNotEquals = {
          "aws:PrincipalArn" = concat([for function in sort(tolist(local.functions)) : aws_iam_role.function[function].arn], var.operators)
        }
      }
    }]
  })
}

# Accounts of the organization forward to the default bus; what comes from aws.* nobody can forge.
resource "aws_cloudwatch_event_permission" "organization" {
  count = var.organization_id == null ? 0 : 1

  statement_id = "${var.name}-organization"
  principal    = "*"

  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = var.organization_id
  }
}

resource "aws_cloudwatch_event_rule" "route" {
  for_each = local.routes

  name           = "${var.name}-${each.key}"
  event_bus_name = each.value.bus
  event_pattern  = each.value.pattern
  state          = each.value.state

  lifecycle {
    precondition {
      condition     = length(each.value.pattern) <= 4096
      error_message = "The pattern is longer than EventBridge ever allows."
    }
  }
}

check "patterns_fit_without_asking" {
  assert {
    condition     = alltrue([for pattern in values(local.patterns) : length(pattern) <= 2048])
    error_message = "A pattern is longer than 2,048 characters: have the quota \"Event pattern size\" of EventBridge raised (Service Quotas), or apply fails."
  }
}

resource "aws_cloudwatch_event_target" "route" {
  for_each = local.routes

  rule           = aws_cloudwatch_event_rule.route[each.key].name
  event_bus_name = each.value.bus
  target_id      = each.value.function
  arn = (
    var.buffer_events && each.value.function == "evaluate"
    ? aws_sqs_queue.work["events"].arn
    : local.invoked[each.value.function].arn
  )

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.failed[each.value.function].arn
  }

  # What may not be delivered is not tried again.
  depends_on = [aws_lambda_permission.route, aws_sqs_queue_policy.failed, aws_sqs_queue_policy.work]
}

# The ARN of a rule holds the account.
resource "aws_lambda_permission" "route" {
  for_each = local.routes

  statement_id  = "eventbridge-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.worker[each.value.function].function_name
  qualifier     = local.invoked[each.value.function].qualifier
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.route[each.key].arn
}
