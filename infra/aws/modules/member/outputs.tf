output "role_arn" {
  description = "The role."
  value       = aws_iam_role.member.arn
}

output "stack_set_template" {
  description = "The same role as a CloudFormation template, for a StackSet over an organization."
  value = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = "The role by which token-responder contains stolen credentials of this account"
    Resources = {
      Member = {
        Type = "AWS::IAM::Role"
        Properties = {
          RoleName                 = var.name
          MaxSessionDuration       = 3600
          AssumeRolePolicyDocument = local.roles.cloudformation.trust
          Policies = [{
            PolicyName     = "contain"
            PolicyDocument = jsondecode(replace(jsonencode(local.roles.cloudformation.policy), "/\"(arn:[^\"]*)\"/", "{\"Fn::Sub\":\"$1\"}"))
          }]
        }
      }
    }
  })
}
