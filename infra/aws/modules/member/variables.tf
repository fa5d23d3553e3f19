variable "changes_identity_center" {
  description = "Whether this is the account that permission sets of IAM Identity Center are changed from: the management account or the delegated administrator's."
  type        = bool
  default     = false
}

variable "delegated_administrator" {
  description = "Whether this account is the organization's delegated administrator of StackSets, and not its management account."
  type        = bool
  default     = false
}

variable "name" {
  description = "The role's name: the variable member_role of infra/aws."
  type        = string
  default     = "token-responder-member"

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.name))
    error_message = "It must be the name of a role."
  }
}

variable "organizational_units" {
  description = "Organizational units, or the root, whose accounts get the role too, by a StackSet; this account must be able to make one for the organization. [] for none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for unit in var.organizational_units : can(regex("^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$", unit))])
    error_message = "Each must be like ou-ab12-34cd56ef or r-ab12."
  }
}

variable "trusted_roles" {
  description = "ARNs of the roles that may assume it: function_roles of infra/aws, those of revoke-sessions and disable-keys."
  type        = list(string)

  validation {
    condition     = length(var.trusted_roles) > 0 && alltrue([for arn in var.trusted_roles : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "At least one, and each the ARN of a role."
  }
}
