locals {
  charts = {
    "Invocations" = { metrics = [for f in values(local.all_functions) : ["AWS/Lambda", "Invocations", "FunctionName", f.function_name]], stat = "Sum" }
    "Errors"      = { metrics = [for f in values(local.all_functions) : ["AWS/Lambda", "Errors", "FunctionName", f.function_name]], stat = "Sum" }
    "Throttles"   = { metrics = [for f in values(local.all_functions) : ["AWS/Lambda", "Throttles", "FunctionName", f.function_name]], stat = "Sum" }
    "Duration"    = { metrics = [for f in values(local.all_functions) : ["AWS/Lambda", "Duration", "FunctionName", f.function_name]], stat = "p99" }
    "How long events wait" = {
      metrics = [for f in values(aws_lambda_function.worker) : ["AWS/Lambda", "AsyncEventAge", "FunctionName", f.function_name]]
      stat    = "Maximum"
    }
    "What failed" = {
      metrics = [for queue in values(local.dead_queues) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]]
      stat    = "Maximum"
    }
    "Actions, by how they ended" = {
      metrics = [for status in ["done", "planned", "held", "refused", "failed"] : [local.metrics, "Actions", "Status", status]]
      stat    = "Sum"
    }
    "Time to contain, in seconds"            = { metrics = [[local.metrics, "TimeToContain"]], stat = "Maximum" }
    "Incidents opened"                       = { metrics = [[local.metrics, "Incidents"]], stat = "Sum" }
    "Age of CloudTrail's events, in seconds" = { metrics = [[local.metrics, "EventAge", "Source", "aws.cloudtrail"]], stat = "Maximum" }
  }
}

resource "aws_cloudwatch_dashboard" "responder" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for index, title in keys(local.charts) : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = title
          region  = local.region
          stat    = local.charts[title].stat
          period  = 60
          metrics = local.charts[title].metrics
        }
      }
    ]
  })
}
