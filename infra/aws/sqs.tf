locals {
  # Queues that a function reads, with how it reads them.
  work_queues = merge(
    { for function in local.act : "${function}-recheck" => { function = function, batch = 1, window = 0 } },
    var.buffer_events ? { events = { function = "evaluate", batch = 100, window = 2 } } : {},
  )
  two_weeks = 1209600
}

# What could not be delivered to a function, or made it fail every time. Under SQS' own key, as all queues are: it has to
# be kept, too, when the key of the rest is why something failed.
resource "aws_sqs_queue" "failed" {
  for_each = toset(local.workers)

  name                      = "${var.name}-${each.key}-failed"
  message_retention_seconds = local.two_weeks
  sqs_managed_sse_enabled   = true
}

# What the bus could not encrypt or decrypt.
resource "aws_sqs_queue" "bus_failed" {
  name                      = "${var.name}-bus-failed"
  message_retention_seconds = local.two_weeks
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "work" {
  for_each = local.work_queues

  name                      = "${var.name}-${each.key}"
  message_retention_seconds = local.two_weeks
  sqs_managed_sse_enabled   = true
  # Six times the timeout (Lambda Developer Guide, "Configuring a queue to use with Lambda").
  visibility_timeout_seconds = 6 * local.timeout
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.work_failed[each.key].arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "work_failed" {
  for_each = local.work_queues

  name                      = "${var.name}-${each.key}-failed"
  message_retention_seconds = local.two_weeks
  sqs_managed_sse_enabled   = true
}

locals {
  only_encrypted = {
    Sid       = "OnlyEncrypted"
    Effect    = "Deny"
    Principal = "*"
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }
}

# EventBridge hands over what it cannot deliver to a function; Lambda does so as the function's role.
resource "aws_sqs_queue_policy" "failed" {
  for_each = toset(local.workers)

  queue_url = aws_sqs_queue.failed[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Undeliverable"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.failed[each.key].arn
        Condition = {
          ArnEquals = { "aws:SourceArn" = [for key, route in local.routes : aws_cloudwatch_event_rule.route[key].arn if route.function == each.key] }
        }
      },
      merge(local.only_encrypted, { Resource = aws_sqs_queue.failed[each.key].arn }),
    ]
  })
}

resource "aws_sqs_queue_policy" "bus_failed" {
  queue_url = aws_sqs_queue.bus_failed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Undeliverable"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.bus_failed.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_bus.responder.arn } }
      },
      merge(local.only_encrypted, { Resource = aws_sqs_queue.bus_failed.arn }),
    ]
  })
}

# Nobody but EventBridge, the function itself and operators sends: what these queues bring is believed.
resource "aws_sqs_queue_policy" "work" {
  for_each = local.work_queues

  queue_url = aws_sqs_queue.work[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      each.key != "events" ? [] : [{
        Sid       = "Events"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.work[each.key].arn
        Condition = {
          ArnEquals = { "aws:SourceArn" = [for key, route in local.routes : aws_cloudwatch_event_rule.route[key].arn if route.function == "evaluate"] }
        }
      }],
      [
        {
          Sid       = "NobodyElseSends"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.work[each.key].arn
          Condition = {
            ArnNotEquals = { "aws:PrincipalArn" = concat([aws_iam_role.function[each.value.function].arn], var.operators) }
            Bool         = { "aws:PrincipalIsAWSService" = "false" }
          }
        },
        merge(local.only_encrypted, { Resource = aws_sqs_queue.work[each.key].arn }),
      ],
    )
  })
}
