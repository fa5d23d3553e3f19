# Data-access logs, without which the rules miss who mints tokens and signs in another's name.

locals {
  audit_logs_file = (
    fileexists("${var.configuration}/audit-logs.json") ? "${var.configuration}/audit-logs.json" : "${path.module}/generated/audit-logs.json"
  )
  audit_logs = var.audit_logs ? { for log in jsondecode(file(local.audit_logs_file)) : log.service => log.log_types } : {}
}

resource "google_project_iam_audit_config" "this" {
  for_each = local.scope == "project" ? local.audit_logs : {}

  project = var.project
  service = each.key

  dynamic "audit_log_config" {
    for_each = toset(each.value)

    content {
      log_type = audit_log_config.value
    }
  }
}

resource "google_folder_iam_audit_config" "this" {
  for_each = local.scope == "folder" ? local.audit_logs : {}

  folder  = "folders/${var.folder_id}"
  service = each.key

  dynamic "audit_log_config" {
    for_each = toset(each.value)

    content {
      log_type = audit_log_config.value
    }
  }
}

resource "google_organization_iam_audit_config" "this" {
  for_each = local.scope == "organization" ? local.audit_logs : {}

  org_id  = var.organization_id
  service = each.key

  dynamic "audit_log_config" {
    for_each = toset(each.value)

    content {
      log_type = audit_log_config.value
    }
  }
}
