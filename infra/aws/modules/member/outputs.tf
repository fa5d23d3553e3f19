output "role_arn" {
  description = "The role."
  value       = aws_iam_role.member.arn
}

output "stack_set_template" {
  description = "The same role as a CloudFormation template, for a StackSet of your own."
  value       = local.template
}
