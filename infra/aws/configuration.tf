# What the user's own folder says, and the layer that brings it to the functions under /opt.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id

  policy = yamldecode(file("${var.configuration}/policy.yml"))
  # Domains, projects and organizations of other systems are accounts of the policy too.
  further_accounts = [
    for account in try(local.policy.accounts, []) : tostring(account)
    if can(regex("^[0-9]{12}$", account)) && tostring(account) != local.account
  ]

  rule_files          = fileset(var.configuration, "rules/**/*.{yml,yaml}")
  configuration_files = setunion(["policy.yml"], local.rule_files)
  configuration_hash = sha256(join("\n", [
    for file in sort(tolist(local.configuration_files)) : "${filesha256("${var.configuration}/${file}")} ${file}"
  ]))
  configuration_zip = "${path.module}/.build/configuration-${substr(local.configuration_hash, 0, 16)}.zip"
}

# A zip needs no further provider this way, only the JDK that builds the functions.
resource "terraform_data" "configuration_zip" {
  triggers_replace = [local.configuration_hash, var.name]

  provisioner "local-exec" {
    command = "\"$PACK\" \"$FOLDER\" \"$ZIP\""
    environment = {
      PACK   = "${path.module}/pack"
      FOLDER = var.configuration
      ZIP    = local.configuration_zip
    }
  }
}

resource "aws_lambda_layer_version" "configuration" {
  layer_name  = "${var.name}-configuration"
  description = "policy.yml and rules, ${substr(local.configuration_hash, 0, 16)}"
  filename    = local.configuration_zip

  # Functions keep the old one until they have the new one.
  lifecycle {
    create_before_destroy = true
  }

  depends_on = [terraform_data.configuration_zip]
}

check "owners_are_told_through_the_topic" {
  assert {
    condition     = try(local.policy.notifications.sns_topic, null) == local.owners_topic
    error_message = "policy.yml does not name the topic made here: set notifications.sns_topic to ${local.owners_topic}, or owners are told only by the other ways that it names."
  }
}
