locals {
  dead_queues = merge(
    { for function, queue in aws_sqs_queue.failed : "${function}-failed" => queue.name },
    { for key, queue in aws_sqs_queue.work_failed : "${key}-failed" => queue.name },
    { bus-failed = aws_sqs_queue.bus_failed.name },
  )
  all_functions = merge(aws_lambda_function.worker, aws_lambda_function.open)

  alarms = merge(
    {
      for key, queue in local.dead_queues : key => {
        says       = "Something failed every time and waits in ${queue}: look at the function's log, then put it back."
        namespace  = "AWS/SQS"
        metric     = "ApproximateNumberOfMessagesVisible"
        statistic  = "Maximum"
        dimensions = { QueueName = queue }
        above      = 0
      }
    },
    {
      for key, queue in aws_sqs_queue.work : "${key}-age" => {
        says       = "What waits in ${queue.name} is older than half an hour."
        namespace  = "AWS/SQS"
        metric     = "ApproximateAgeOfOldestMessage"
        statistic  = "Maximum"
        dimensions = { QueueName = queue.name }
        above      = 1800
      }
    },
    {
      for key, function in local.all_functions : "${key}-errors" => {
        says       = "${function.function_name} fails; what it was given comes again."
        namespace  = "AWS/Lambda"
        metric     = "Errors"
        statistic  = "Sum"
        dimensions = { FunctionName = function.function_name }
        above      = 0
      }
    },
    {
      for key, function in local.all_functions : "${key}-throttles" => {
        says       = "More of ${function.function_name} is asked for than may run at once."
        namespace  = "AWS/Lambda"
        metric     = "Throttles"
        statistic  = "Sum"
        dimensions = { FunctionName = function.function_name }
        above      = 0
      }
    },
    {
      for key, function in aws_lambda_function.worker : "${key}-age" => {
        says       = "Events wait longer than a minute for ${function.function_name}."
        namespace  = "AWS/Lambda"
        metric     = "AsyncEventAge"
        statistic  = "Maximum"
        dimensions = { FunctionName = function.function_name }
        above      = 60000
      }
    },
    {
      for key, function in aws_lambda_function.worker : "${key}-undelivered" => {
        says       = "Lambda could not put what ${function.function_name} failed with into the queue of what failed: it is lost."
        namespace  = "AWS/Lambda"
        metric     = "DestinationDeliveryFailures"
        statistic  = "Sum"
        dimensions = { FunctionName = function.function_name }
        above      = 0
      }
    },
    {
      for key, function in aws_lambda_function.worker : "${key}-dropped" => {
        says       = "Lambda dropped what ${function.function_name} was to be given, without running it: see the queue of what failed."
        namespace  = "AWS/Lambda"
        metric     = "AsyncEventsDropped"
        statistic  = "Sum"
        dimensions = { FunctionName = function.function_name }
        above      = 0
      }
    },
    {
      for key, rule in aws_cloudwatch_event_rule.route : "${key}-lost" => {
        says       = "EventBridge could neither deliver an event of the rule ${rule.name} nor put it into the queue of what failed: it is lost."
        namespace  = "AWS/Events"
        metric     = "InvocationsFailedToBeSentToDlq"
        statistic  = "Sum"
        dimensions = local.routes[key].bus == "default" ? { RuleName = rule.name } : { RuleName = rule.name, EventBusName = local.routes[key].bus }
        above      = 0
      }
    },
    {
      for status, says in local.statuses : "actions-${status}" => {
        says       = says
        namespace  = local.metrics
        metric     = "Actions"
        statistic  = "Sum"
        dimensions = { Status = status }
        above      = 0
      }
    },
    {
      # Five minutes are CloudTrail's own average (CloudTrail User Guide, "Getting and viewing your
      # CloudTrail log files"); what takes longer leaves a thief more than that.
      time-to-contain = {
        says       = "Something was contained more than five minutes after the event. Look at the age of events, and in the logs for what was tried again. Sources that come late, such as Office 365, always show here."
        namespace  = local.metrics
        metric     = "TimeToContain"
        statistic  = "Maximum"
        dimensions = null
        above      = 300
      }
      event-age = {
        says       = "An event of CloudTrail was older than a quarter of an hour when it was judged: CloudTrail is late, or evaluate failed before."
        namespace  = local.metrics
        metric     = "EventAge"
        statistic  = "Maximum"
        dimensions = { Source = "aws.cloudtrail" }
        above      = 900
      }
    },
  )

  # The namespace of what the functions write into their logs (embedded metric format).
  metrics = var.name
  statuses = {
    held   = "An action waits for a person: see bin/token-responder incidents list."
    failed = "An action could not be done: see bin/token-responder incidents list."
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = each.value.statistic
  dimensions          = each.value.dimensions
  period              = 60
  evaluation_periods  = 1
  threshold           = each.value.above
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}
