locals {
  # By name, so that policy.yml can hold it before it is there.
  owners_topic = "arn:${local.partition}:sns:${local.region}:${local.account}:${var.name}-owners"
}

resource "aws_sns_topic" "owners" {
  name              = "${var.name}-owners"
  kms_master_key_id = local.key
}

resource "aws_sns_topic_policy" "owners" {
  arn = aws_sns_topic.owners.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NotifyOwners"
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.function["notify-owners"].arn }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.owners.arn
    }]
  })
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = local.key
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alarms.arn
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*" }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "contact" {
  for_each = var.contact == null ? {} : { owners = aws_sns_topic.owners.arn, alarms = aws_sns_topic.alarms.arn }

  topic_arn = each.value
  protocol  = "email"
  endpoint  = var.contact
}
