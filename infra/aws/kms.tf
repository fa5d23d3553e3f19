locals {
  key = var.kms_key_arn == null ? aws_kms_key.data[0].arn : var.kms_key_arn
}

resource "aws_kms_key" "data" {
  count = var.kms_key_arn == null ? 1 : 0

  description             = "What ${var.name} keeps"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "data" {
  count = var.kms_key_arn == null ? 1 : 0

  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.data[0].key_id
}

resource "aws_kms_key_policy" "data" {
  count = var.kms_key_arn == null ? 1 : 0

  key_id = aws_kms_key.data[0].key_id
  # In the policy of a key "*" means this key.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # Without it nobody could manage the key; what IAM allows in this account holds.
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # To keep what is on the bus (EventBridge User Guide, "Authorizing EventBridge to use a customer managed key").
        Sid       = "Bus"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
      {
        # To publish alarms to their topic (CloudWatch User Guide, "Notifying users on alarm changes").
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*" }
        }
      },
      {
        # To keep the functions' logs (CloudWatch Logs User Guide, "Encrypt log data").
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.amazonaws.com" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.name}-*" }
        }
      },
    ]
  })
}
