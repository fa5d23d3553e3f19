# What the functions declare (bin/token-responder permissions), on no more than it is about.

locals {
  needed = jsondecode(file("${path.module}/generated/functions.json"))

  # What a function calls, by what it is about. A link can ask for an undo, and nothing else can.
  calls = {
    for function in local.functions : function => distinct(concat(
      local.needed[function].own,
      local.needed[function].act,
      var.decide_by_link ? local.needed[function].undo : [],
    ))
  }
  about = {
    for call in distinct(flatten(values(local.calls))) : call => (
      call == "sso:ListInstances" ? "sso-instances" :
      can(regex("^iam:.*Role", call)) ? "roles" :
      startswith(call, "iam:") ? "users" :
      split(":", call)[0]
    )
  }

  identity_center_id = var.identity_center == null ? "" : split("/", var.identity_center.instance)[1]
  # Where IAM Identity Center is changed from another account, the member role there is what may.
  changes_identity_center_here = try(coalesce(var.identity_center.account, local.account) == local.account, false)

  resources = {
    dynamodb = [aws_dynamodb_table.incidents.arn]
    events   = [aws_cloudwatch_event_bus.responder.arn]
    sns      = [aws_sns_topic.owners.arn]
    eks      = var.eks_clusters
    # Any role or user can be the one whose credential was stolen.
    roles = ["arn:${local.partition}:iam::${local.account}:role/*"]
    users = ["arn:${local.partition}:iam::${local.account}:user/*"]
    sts = var.member_role == null ? [] : [
      for account in local.further_accounts : "arn:${local.partition}:iam::${account}:role/${var.member_role}"
    ]
    sso = local.changes_identity_center_here ? [
      var.identity_center.instance,
      "arn:${local.partition}:sso:::permissionSet/${local.identity_center_id}/*",
      "arn:${local.partition}:sso:::account/*",
    ] : []
    # "*": the Service Authorization Reference names no resource for sso:ListInstances.
    sso-instances = local.changes_identity_center_here ? ["*"] : []
  }
  own_resources = {
    for function in local.functions : function => merge(local.resources, {
      sqs            = contains(local.act, function) ? [aws_sqs_queue.work["${function}-recheck"].arn] : []
      secretsmanager = sort(distinct(values(lookup(var.secrets, function, {}))))
    })
  }

  granted = {
    for function in local.functions : function => [
      for kind in distinct(values(local.about)) : merge(
        {
          Sid      = replace(title(kind), "-", "")
          Effect   = "Allow"
          Action   = sort([for call in local.calls[function] : call if local.about[call] == kind])
          Resource = local.own_resources[function][kind]
        },
        # What comes from the internet asks for nothing: it only hands on what was proven.
        kind == "events" && function == "receive-webhooks" ? {
          Condition = { StringEquals = { "events:source" = "token-responder", "events:detail-type" = "Record Received" } }
        } : null,
      )
      if length(local.own_resources[function][kind]) > 0 && anytrue([for call in local.calls[function] : local.about[call] == kind])
    ]
  }

  # What Lambda does as the function: logs, what failed, what queues bring, keys, traces.
  lambda = {
    for function in local.functions : function => concat(
      [
        {
          Sid      = "Logs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.name}-${function}:*"]
        },
        {
          Sid       = "Keys"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = [local.key]
          Condition = { StringEquals = { "kms:ViaService" = [for service in ["dynamodb", "lambda", "secretsmanager", "sns"] : "${service}.${local.region}.amazonaws.com"] } }
        },
      ],
      !contains(local.workers, function) ? [] : [{
        Sid      = "Failed"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.failed[function].arn]
      }],
      [
        for key, queue in local.work_queues : {
          Sid      = "Queue"
          Effect   = "Allow"
          Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
          Resource = [aws_sqs_queue.work[key].arn]
        } if queue.function == function
      ],
      !var.tracing ? [] : [{
        Sid    = "Traces"
        Effect = "Allow"
        Action = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        # "*": the Service Authorization Reference names no resource for either.
        Resource = ["*"]
      }],
    )
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name                 = "${var.name}-${each.key}"
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name = "function"
  role = aws_iam_role.function[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.granted[each.key], local.lambda[each.key])
  })
}

# Whatever is attached to the roles later, they do no more than this, and never change themselves.
resource "aws_iam_policy" "boundary" {
  name        = "${var.name}-boundary"
  description = "The most that any function of ${var.name} may do"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "AtMost"
        Effect = "Allow"
        Action = sort(distinct(concat(
          flatten(values(local.calls)),
          ["kms:Decrypt", "kms:GenerateDataKey", "logs:CreateLogStream", "logs:PutLogEvents"],
          ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
          var.tracing ? ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] : [],
        )))
        # "*": a boundary grants nothing; the roles' own statements name resources.
        Resource = "*"
      },
      {
        Sid    = "NeverItself"
        Effect = "Deny"
        Action = ["iam:Delete*", "iam:Put*", "iam:Update*"]
        Resource = concat(
          [for function in sort(tolist(local.functions)) : "arn:${local.partition}:iam::${local.account}:role/${var.name}-${function}"],
          var.member_role == null ? [] : ["arn:${local.partition}:iam::${local.account}:role/${var.member_role}"],
        )
      },
    ]
  })
}
