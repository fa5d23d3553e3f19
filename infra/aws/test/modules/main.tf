# A further account: its role, and its events of one region on their way.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {}

module "member" {
  source = "../../modules/member"

  trusted_roles           = ["arn:aws:iam::111122223333:role/token-responder-revoke-sessions", "arn:aws:iam::111122223333:role/token-responder-disable-keys"]
  changes_identity_center = true
  organizational_units    = ["ou-ab12-34cd56ef"]
}

module "forward" {
  source = "../../modules/forward"

  destination = "arn:aws:events:eu-central-1:111122223333:event-bus/default"
}

output "stack_set_template" {
  value = module.member.stack_set_template
}
