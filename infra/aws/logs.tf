resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.key

  depends_on = [aws_kms_key_policy.data]
}

# Audit logs of EKS; the control plane writes them where logging of type audit is on.
resource "aws_cloudwatch_log_subscription_filter" "audit" {
  for_each = local.eks_log_groups

  name            = "${var.name}-audit"
  log_group_name  = each.key
  filter_pattern  = "{ $.kind = \"Event\" && $.stage = \"ResponseComplete\" }"
  destination_arn = local.invoked["evaluate"].arn

  depends_on = [aws_lambda_permission.audit]
}

resource "aws_lambda_permission" "audit" {
  for_each = local.eks_log_groups

  statement_id   = "logs-${substr(sha256(each.key), 0, 12)}"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.worker["evaluate"].function_name
  qualifier      = local.invoked["evaluate"].qualifier
  principal      = "logs.amazonaws.com"
  source_account = local.account
  source_arn     = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${each.key}:*"
}

locals {
  eks_cluster_names = sort(distinct([for arn in var.eks_clusters : element(split("/", arn), 1)]))
  eks_log_groups    = toset([for cluster in local.eks_cluster_names : "/aws/eks/${cluster}/cluster"])
}
