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
      for outcome in keys(local.outcomes) : "actions-${outcome}" => {
        says       = local.outcomes[outcome]
        namespace  = local.metrics
        metric     = "actions-${outcome}"
        statistic  = "Sum"
        dimensions = null
        above      = 0
      }
    },
  )

  metrics = var.name
  outcomes = {
    held   = "An action waits for a person: see bin/token-responder incidents list."
    failed = "An action could not be done: see bin/token-responder incidents list."
  }
}

# The functions log one line of JSON for each action, with its status.
resource "aws_cloudwatch_log_metric_filter" "outcome" {
  for_each = merge([
    for outcome in keys(local.outcomes) : {
      for function in ["revoke-sessions", "disable-keys", "notify-owners"] :
      "${function}/${outcome}" => { function = function, outcome = outcome }
    }
  ]...)

  name           = "${var.name}-${each.value.function}-${each.value.outcome}"
  log_group_name = aws_cloudwatch_log_group.function[each.value.function].name
  pattern        = "{ $.message = \"action\" && $.status = \"${each.value.outcome}\" }"

  metric_transformation {
    namespace = local.metrics
    name      = "actions-${each.value.outcome}"
    value     = "1"
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
