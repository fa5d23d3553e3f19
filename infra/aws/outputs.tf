output "bus" {
  description = "The responder's own event bus; Action Completed and Incident Updated can be subscribed to there."
  value       = aws_cloudwatch_event_bus.responder.arn
}

output "default_bus" {
  description = "Where other regions and accounts forward to (modules/forward)."
  value       = "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/default"
}

output "function_roles" {
  description = "The functions' roles; a member role trusts those that act."
  value       = { for function, role in aws_iam_role.function : function => role.arn }
}

output "granted" {
  description = "What each function's role lets it do, apart from what Lambda itself does with it."
  value       = { for function, statements in local.granted : function => sort(flatten([for statement in statements : statement.Action])) }
}

output "mode" {
  description = "The mode of the policy that is in force."
  value       = try(local.policy.mode, "monitor")
}

output "owners_topic" {
  description = "What policy.yml names under notifications.sns_topic."
  value       = aws_sns_topic.owners.arn
}

output "state" {
  description = "The incidents, for --state of bin/token-responder."
  value       = "dynamodb:${aws_dynamodb_table.incidents.name}"
}

output "urls" {
  description = "The functions that answer the internet."
  value       = { for function, url in aws_lambda_function_url.open : function => url.function_url }
}
