# Sends the events that the rules can match from this region and account to the responder's.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  sources  = ["aws.cloudtrail", "aws.guardduty", "aws.health", "aws.access-analyzer"]
  built_in = "${path.module}/../../generated/patterns"
  patterns = {
    for source in local.sources : source => jsonencode(jsondecode(file(
      var.patterns != null && try(fileexists("${var.patterns}/${source}.json"), false) ? "${var.patterns}/${source}.json" : "${local.built_in}/${source}.json"
    )))
  }
}

resource "aws_cloudwatch_event_rule" "forward" {
  for_each = local.patterns

  name          = "${var.name}-${replace(each.key, ".", "-")}"
  event_pattern = each.value
  # Without it, calls that only read, AssumeRole among them, never reach the bus.
  state = each.key == "aws.cloudtrail" ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "forward" {
  for_each = local.patterns

  rule      = aws_cloudwatch_event_rule.forward[each.key].name
  target_id = "token-responder"
  arn       = var.destination
  role_arn  = aws_iam_role.forward.arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.failed.arn
  }

  lifecycle {
    precondition {
      condition     = split(":", var.destination)[3] != data.aws_region.current.id || split(":", var.destination)[4] != data.aws_caller_identity.current.account_id
      error_message = "That is the bus that the events are on already."
    }
  }

  # What may not be delivered is not tried again.
  depends_on = [aws_iam_role_policy.forward, aws_sqs_queue_policy.failed]
}

resource "aws_sqs_queue" "failed" {
  name                      = "${var.name}-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "failed" {
  queue_url = aws_sqs_queue.failed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Undeliverable"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.failed.arn
      Condition = { ArnEquals = { "aws:SourceArn" = values(aws_cloudwatch_event_rule.forward)[*].arn } }
    }]
  })
}
