variable "audit_logs" {
  description = "Whether the data-access logs that the rules need are turned on, for everybody. They cost what Cloud Logging asks for them. What was exempt from them before is exempt no more."
  type        = bool
  default     = true
}

variable "configuration" {
  description = "A folder of yours with policy.yml and, if you have them, rules/ (Sigma rules), and for these rules filters/SOURCE.filter (filters of log sinks) and audit-logs.json (logs to turn on)."
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
  description = "The mail address that is told of alerts. Null for none."
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
  description = "Whether the database of incidents is kept from being deleted."
  type        = bool
  default     = true
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

variable "findings_sources" {
  description = "Sources of Security Command Center whose findings are judged, all of one organization. Name Google's own only, such as Event Threat Detection's: what findings say is believed."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for source in var.findings_sources : can(regex("^organizations/[0-9]+/sources/[0-9]+$", source))])
    error_message = "Each must be like organizations/123456789012/sources/1234567890123456789."
  }

  validation {
    condition     = length(distinct([for source in var.findings_sources : split("/", source)[1]])) <= 1
    error_message = "They must be of one organization."
  }
}

variable "folder_id" {
  description = "The number of the folder to watch and act in, instead of the project alone; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.folder_id == null || can(regex("^[0-9]+$", var.folder_id))
    error_message = "It must be a number."
  }

  validation {
    condition     = var.folder_id == null || var.organization_id == null
    error_message = "Name the folder or the organization, not both."
  }
}

variable "function_jar" {
  description = "The file function.jar. The default is where the build leaves it."
  type        = string
  default     = "../../functions-gcp/target/function.jar"

  validation {
    condition     = fileexists(var.function_jar)
    error_message = "There is no such file. Build it (mvn -B -ntp package), or name the file."
  }
}

variable "gke" {
  description = "Whether clusters of GKE may be looked up, for TOKEN_RESPONDER_KUBERNETES_CLUSTERS."
  type        = bool
  default     = false
}

variable "labels" {
  description = "Labels of everything that can have them."
  type        = map(string)
  default     = { application = "token-responder" }
}

variable "max_instances" {
  description = "How many of each function run at once at most."
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
    condition     = toset(keys(var.max_instances)) == toset(["evaluate", "revoke-sessions", "disable-keys", "notify-owners", "receive-webhooks", "decide-actions"])
    error_message = "It must name each of the six functions."
  }

  validation {
    condition     = alltrue([for most in values(var.max_instances) : most >= 1])
    error_message = "Each must be at least 1."
  }
}

variable "memory_size" {
  description = "Memory of each function in MiB."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_size >= 512 && var.memory_size <= 4096
    error_message = "It must be from 512 to 4096: each has one processor."
  }
}

variable "name" {
  description = "What all names begin with."
  type        = string
  default     = "token-responder"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,18}[a-z0-9]$", var.name))
    error_message = "It must be small letters, digits and hyphens, 4 to 20 of them."
  }
}

variable "operators" {
  description = "Who of you may put messages back into the responder's topics, such as those that failed, for example [\"user:alice@example.com\"]."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for member in var.operators : can(regex("^(user|group|serviceAccount):[^@\\s]+@[^@\\s]+$", member))])
    error_message = "Each must be user:, group: or serviceAccount: and an address."
  }
}

variable "organization_id" {
  description = "The number of the organization to watch and act in, with Workspace's audit logs, instead of the project alone; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^[0-9]+$", var.organization_id))
    error_message = "It must be a number."
  }
}

variable "project" {
  description = "The project that the responder is in: best one of its own, for whoever may write to its topics commands it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "It must be the id of a project, not its number or name."
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

variable "region" {
  description = "Where it runs and keeps incidents. It cannot be changed later without losing them."
  type        = string
  default     = "us-central1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "It must be like us-central1."
  }
}

variable "runtime" {
  description = "The runtime of the functions."
  type        = string
  default     = "java25"

  validation {
    condition     = can(regex("^java(17|21|25)$", var.runtime))
    error_message = "It must be java17, java21 or java25."
  }
}

variable "secrets" {
  description = "Names of secrets in Secret Manager, by function and the variable that is to hold them: projects/PROJECT/secrets/SECRET, and /versions/VERSION for another than the latest. Terraform never sees their values."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for names in values(var.secrets) : [for name in values(names) : can(regex("^projects/[^/]+/secrets/[A-Za-z0-9_-]+(/versions/[0-9]+)?$", name))]]))
    error_message = "Each must be the name of a secret in Secret Manager, not the secret."
  }

  validation {
    condition     = alltrue([for function in keys(var.secrets) : contains(["evaluate", "revoke-sessions", "disable-keys", "notify-owners", "receive-webhooks", "decide-actions"], function)])
    error_message = "Each must be for one of the functions."
  }
}

variable "turn_off_invoker_check" {
  description = "Whether Cloud Run's own check of who calls is turned off, by letting allUsers invoke the functions. False where a policy of the organization forbids that: then turn it off by hand (README)."
  type        = bool
  default     = true
}

variable "workspace_admin" {
  description = "The administrator of Workspace in whose name the responder acts there, once you have let it (README); null for not at all."
  type        = string
  default     = null

  validation {
    condition     = var.workspace_admin == null || can(regex("^[^@\\s,]+@[^@\\s,]+$", var.workspace_admin))
    error_message = "It must be a mail address."
  }
}
