variable "changes_identity_center" {
  description = "Whether this is the account that permission sets of IAM Identity Center are changed from: the management account or the delegated administrator's."
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

variable "trusted_roles" {
  description = "ARNs of the roles that may assume it: function_roles of infra/aws, those of revoke-sessions and disable-keys."
  type        = list(string)

  validation {
    condition     = length(var.trusted_roles) > 0 && alltrue([for arn in var.trusted_roles : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "At least one, and each the ARN of a role."
  }
}
