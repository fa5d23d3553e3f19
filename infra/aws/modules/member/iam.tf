# The one role that the responder's act functions assume in a further account.

locals {
  needed = jsondecode(file("${path.module}/../../generated/functions.json"))
  calls = distinct(flatten([
    for function in ["revoke-sessions", "disable-keys"] : concat(local.needed[function].act, local.needed[function].undo)
  ]))

  # ${AWS::…} is CloudFormation's; Terraform puts its own words there.
  here           = { partition = data.aws_partition.current.partition, account = data.aws_caller_identity.current.account_id }
  cloudformation = { partition = "$${AWS::Partition}", account = "$${AWS::AccountId}" }

  roles = { for key, at in { here = local.here, cloudformation = local.cloudformation } : key => {
    trust = {
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow"
        # Their accounts, for a role that is named here and made anew would be another one.
        Principal = { AWS = sort(distinct([for arn in var.trusted_roles : "arn:${split(":", arn)[1]}:iam::${split(":", arn)[4]}:root"])) }
        Action    = "sts:AssumeRole"
        Condition = { ArnEquals = { "aws:PrincipalArn" = sort(var.trusted_roles) } }
      }]
    }
    policy = {
      Version = "2012-10-17"
      Statement = concat(
        [
          {
            # Any role can be the one whose session was stolen.
            Sid      = "Roles"
            Effect   = "Allow"
            Action   = sort([for call in local.calls : call if can(regex("^iam:.*Role", call))])
            Resource = "arn:${at.partition}:iam::${at.account}:role/*"
          },
          {
            # Any user can be the one whose key was stolen.
            Sid      = "Users"
            Effect   = "Allow"
            Action   = sort([for call in local.calls : call if startswith(call, "iam:") && !can(regex("Role", call))])
            Resource = "arn:${at.partition}:iam::${at.account}:user/*"
          },
          {
            Sid      = "Clusters"
            Effect   = "Allow"
            Action   = sort([for call in local.calls : call if startswith(call, "eks:")])
            Resource = "arn:${at.partition}:eks:*:${at.account}:cluster/*"
          },
          {
            Sid      = "NeverItself"
            Effect   = "Deny"
            Action   = ["iam:Delete*", "iam:Put*", "iam:Update*"]
            Resource = "arn:${at.partition}:iam::${at.account}:role/${var.name}"
          },
        ],
        [for statement in [
          {
            Sid    = "PermissionSets"
            Effect = "Allow"
            Action = sort([for call in local.calls : call if startswith(call, "sso:") && call != "sso:ListInstances"])
            Resource = [
              "arn:${at.partition}:sso:::instance/*",
              "arn:${at.partition}:sso:::permissionSet/*",
              "arn:${at.partition}:sso:::account/*",
            ]
          },
          {
            Sid    = "Instances"
            Effect = "Allow"
            Action = ["sso:ListInstances"]
            # "*": the Service Authorization Reference names no resource for it.
            Resource = ["*"]
          },
        ] : statement if var.changes_identity_center && key == "here"],
      )
    }
  } }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_iam_role" "member" {
  name                 = var.name
  description          = "Assumed by token-responder to contain stolen credentials of this account"
  max_session_duration = 3600
  assume_role_policy   = jsonencode(local.roles.here.trust)
}

resource "aws_iam_role_policy" "member" {
  name   = "contain"
  role   = aws_iam_role.member.id
  policy = jsonencode(local.roles.here.policy)
}
