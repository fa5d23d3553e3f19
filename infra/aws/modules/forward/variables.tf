variable "alarm_topic" {
  description = "The ARN of a topic in this region and account that is told of alarms; null for none."
  type        = string
  default     = null
}

variable "destination" {
  description = "The ARN of the bus to forward to: default_bus of infra/aws."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/.+$", var.destination))
    error_message = "It must be the ARN of an event bus."
  }
}

variable "name" {
  description = "What all names begin with; the region is added to what is global."
  type        = string
  default     = "token-responder-forward"
}

variable "patterns" {
  description = "A folder with SOURCE.json, the event patterns of your rules; null for the built-in rules."
  type        = string
  default     = null
}
