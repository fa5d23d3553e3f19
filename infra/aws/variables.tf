variable "buffer_events" {
  description = "Whether events wait in a queue and come to evaluate in batches, instead of one by one. Cheaper for many events, and a few seconds later."
  type        = bool
  default     = false
}

variable "configuration" {
  description = "A folder of yours with policy.yml and, if you have them, rules/ (Sigma rules) and patterns/SOURCE.json (event patterns for these rules)."
  type        = string

  validation {
    condition     = fileexists("${var.configuration}/policy.yml")
    error_message = "There must be a file policy.yml in the folder."
  }

  validation {
    condition     = contains(["monitor", "approve", "enforce"], try(yamldecode(file("${var.configuration}/policy.yml")).mode, "monitor"))
    error_message = "The mode in policy.yml must be monitor, approve or enforce."
  }
}

variable "contact" {
  description = "The mail address that is told of alarms and, by the topic for owners, of incidents. It has to confirm two subscriptions. Null for none."
  type        = string

  validation {
    condition     = var.contact == null || can(regex("^[^@\\s]+@[^@\\s]+$", var.contact))
    error_message = "It must be a mail address."
  }
}

variable "decide_by_link" {
  description = "Whether links in messages to the team decide what waits and take back what was done. Opens decide-actions to the internet, which believes only what it signed."
  type        = bool
  default     = false

  validation {
    condition = !var.decide_by_link || alltrue([
      for function in ["decide-actions", "notify-owners"] :
      contains(keys(lookup(var.secrets, function, {})), "TOKEN_RESPONDER_LINK_KEY")
    ])
    error_message = "Name the secret TOKEN_RESPONDER_LINK_KEY for decide-actions and notify-owners in the variable secrets."
  }
}

variable "deletion_protection" {
  description = "Whether the table of incidents is kept from being deleted."
  type        = bool
  default     = true
}

variable "eks_clusters" {
  description = "ARNs of clusters of EKS in this account and region, whose audit logs are judged and believed, and which may be looked up, for TOKEN_RESPONDER_KUBERNETES_CLUSTERS. Nobody but EKS may write to their log groups /aws/eks/CLUSTER/cluster."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.eks_clusters : can(regex("^arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]+$", arn))])
    error_message = "Each must be the ARN of a cluster."
  }

  validation {
    condition     = alltrue([for arn in var.eks_clusters : startswith(arn, "arn:${local.partition}:eks:${local.region}:${local.account}:")])
    error_message = "Each must be of this account and region."
  }
}

variable "environment" {
  description = "Further settings that are no secrets, by function and name, for example {revoke-sessions = {TOKEN_RESPONDER_GITHUB_ORGANIZATION = \"example\"}}."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue([for function in keys(var.environment) : contains(["evaluate", "revoke-sessions", "disable-keys", "notify-owners", "receive-webhooks", "decide-actions"], function)])
    error_message = "Each must be for one of the functions."
  }
}

variable "event_buses" {
  description = "Names of partner and custom event buses in this account whose events are judged too."
  type        = list(string)
  default     = []

  validation {
    condition     = !contains(var.event_buses, "default")
    error_message = "The default bus is read anyway, by the patterns of the rules."
  }
}

variable "function_object" {
  description = "Where in S3 function.zip is, instead of function_zip."
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })
  default = null
}

variable "function_zip" {
  description = "The file function.zip. The default is where the build leaves it."
  type        = string
  default     = "../../functions-aws/target/function.zip"

  validation {
    condition     = var.function_object != null || fileexists(var.function_zip)
    error_message = "There is no such file. Build it (mvn -B -ntp package), or name the file or function_object."
  }
}

variable "identity_center" {
  description = "The instance of IAM Identity Center whose permission sets may be changed; null for none."
  type = object({
    instance = string
    region   = optional(string)
    account  = optional(string)
  })
  default = null

  validation {
    condition     = var.identity_center == null || can(regex("^arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}$", var.identity_center.instance))
    error_message = "The instance must be like arn:aws:sso:::instance/ssoins-1234567890abcdef."
  }
}

variable "kms_key_arn" {
  description = "The key that data rests under. Null makes one; yours must have the statements of kms.tf."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "It must be the ARN of a key."
  }
}

variable "log_retention_days" {
  description = "How long the functions' logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "CloudWatch Logs knows 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 and 731 days."
  }
}

variable "member_role" {
  description = "The name, without path, of the role that the further accounts of policy.yml have (modules/member); null to act in this account alone."
  type        = string
  default     = null

  validation {
    condition     = var.member_role == null || can(regex("^[\\w+=,.@-]{1,64}$", var.member_role))
    error_message = "It must be the name of a role."
  }
}

variable "memory_size" {
  description = "Memory of each function in MiB. The default gives it a whole processor, which it needs to start; it uses less than 250 of it (test/cold_start.py)."
  type        = number
  default     = 1769

  validation {
    condition     = var.memory_size >= 512 && var.memory_size <= 10240
    error_message = "It must be from 512 to 10240."
  }
}

variable "name" {
  description = "What all names begin with."
  type        = string
  default     = "token-responder"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.name))
    error_message = "It must be small letters, digits and hyphens, 3 to 31 of them."
  }
}

variable "operators" {
  description = "ARNs of roles and users of yours that may put messages back into the responder's bus and queues, such as those that failed."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.operators : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+$", arn))])
    error_message = "Each must be the ARN of a role or user."
  }
}

variable "organization_id" {
  description = "The organization whose accounts may forward their events to the default bus here (modules/forward); null for none."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "It must be like o-1234567890."
  }
}

variable "receive_webhooks" {
  description = "Whether webhooks are taken. Opens receive-webhooks to the internet, which believes only what is proven."
  type        = bool
  default     = false

  validation {
    condition = !var.receive_webhooks || alltrue([
      for function in ["receive-webhooks", "evaluate"] :
      contains(keys(lookup(var.secrets, function, {})), "TOKEN_RESPONDER_SEAL")
    ])
    error_message = "Name the secret TOKEN_RESPONDER_SEAL for receive-webhooks and evaluate in the variable secrets."
  }
}

variable "reserved_concurrency" {
  description = "How many of each function run at once at most; that many are also kept free for it. {} where the account has too few."
  type        = map(number)
  default = {
    evaluate         = 20
    revoke-sessions  = 5
    disable-keys     = 5
    notify-owners    = 5
    receive-webhooks = 5
    decide-actions   = 2
  }

  validation {
    condition     = alltrue([for most in values(var.reserved_concurrency) : most >= 1])
    error_message = "Each must be at least 1."
  }
}

variable "runtime" {
  description = "The runtime of Lambda. java25 needs version 6 of the AWS provider."
  type        = string
  default     = "java21"

  validation {
    condition     = can(regex("^java(17|21|25)$", var.runtime))
    error_message = "It must be java17, java21 or java25."
  }
}

variable "secrets" {
  description = "ARNs of secrets in Secrets Manager, by function and the variable that they are for. The functions read them; Terraform never does."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for names in values(var.secrets) : [for arn in values(names) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\\w/+=.@-]+-[A-Za-z0-9]{6}$", arn))]]))
    error_message = "Each must be the whole ARN of a secret in Secrets Manager, with its last six characters and nothing behind, not the secret."
  }

  validation {
    condition     = alltrue([for function in keys(var.secrets) : contains(["evaluate", "revoke-sessions", "disable-keys", "notify-owners", "receive-webhooks", "decide-actions"], function)])
    error_message = "Each must be for one of the functions."
  }
}

variable "tags" {
  description = "Tags of everything that can have them."
  type        = map(string)
  default     = { application = "token-responder" }
}

variable "tracing" {
  description = "Whether X-Ray traces the functions."
  type        = bool
  default     = false
}
