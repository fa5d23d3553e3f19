# The same role in every account of organizational units, those that join later too. A stack set of an
# organization leaves its management account out (CloudFormation User Guide, "Service-managed permissions").

locals {
  template = jsonencode({
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

resource "aws_cloudformation_stack_set" "members" {
  count = length(var.organizational_units) == 0 ? 0 : 1

  name             = replace(var.name, "/[^A-Za-z0-9-]/", "-")
  description      = "The role by which token-responder contains stolen credentials"
  permission_model = "SERVICE_MANAGED"
  call_as          = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = local.template

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  lifecycle {
    # Service-managed sets have none, and the provider sees one.
    ignore_changes = [administration_role_arn]
  }
}

# Roles are the same in all regions: one is enough.
resource "aws_cloudformation_stack_set_instance" "members" {
  count = length(var.organizational_units) == 0 ? 0 : 1

  stack_set_name = aws_cloudformation_stack_set.members[0].name
  call_as        = var.delegated_administrator ? "DELEGATED_ADMIN" : "SELF"

  deployment_targets {
    organizational_unit_ids = var.organizational_units
    # This account has the role already.
    account_filter_type = "DIFFERENCE"
    accounts            = [local.here.account]
  }

  # One account that cannot have it keeps none of the others from it.
  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }
}
