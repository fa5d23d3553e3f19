locals {
  alarms = merge(
    {
      failed = {
        says       = "Events could not be forwarded and wait in ${aws_sqs_queue.failed.name}: hand each to the function evaluate."
        namespace  = "AWS/SQS"
        metric     = "ApproximateNumberOfMessagesVisible"
        dimensions = { QueueName = aws_sqs_queue.failed.name }
      }
    },
    {
      for source, rule in aws_cloudwatch_event_rule.forward : "${replace(source, ".", "-")}-lost" => {
        says       = "An event could neither be forwarded nor kept: it is lost."
        namespace  = "AWS/Events"
        metric     = "InvocationsFailedToBeSentToDlq"
        dimensions = { RuleName = rule.name }
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = "Sum"
  dimensions          = each.value.dimensions
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic == null ? [] : [var.alarm_topic]
}
