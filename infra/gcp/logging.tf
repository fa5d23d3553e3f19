locals {
  # Workspace's audit logs are in the organization.
  sources = concat(["gcp.audit"], local.scope == "organization" ? ["workspace.audit"] : [])
  filters = {
    for source in local.sources : source => trimspace(file(
      fileexists("${var.configuration}/filters/${source}.filter") ? "${var.configuration}/filters/${source}.filter" : "${path.module}/generated/filters/${source}.filter"
    ))
  }
  sinks = { for source, filter in local.filters : source => { name = "${var.name}-${replace(source, ".", "-")}", filter = filter } }

  # What the responder does for each event, where data-access logs tell of it, is no event: each would bring the next. What it changes
  # is in other logs, and stays.
  exclusions = {
    own-calls = join(" AND ", [
      "logName:\"cloudaudit.googleapis.com%2Fdata_access\"",
      "protoPayload.authenticationInfo.principalEmail = (${join(" OR ", formatlist("\"%s\"", local.service_accounts))})",
      "protoPayload.serviceName = (${join(" OR ", formatlist("\"%s.googleapis.com\"", ["firestore", "pubsub", "cloudtasks", "secretmanager"]))})",
    ])
    # Pub/Sub and Cloud Tasks, for the tokens that they push with.
    push-tokens = join(" AND ", [
      "logName:\"cloudaudit.googleapis.com%2Fdata_access\"",
      "protoPayload.authenticationInfo.principalEmail = (${join(" OR ", formatlist("\"service-${local.number}@gcp-sa-%s.iam.gserviceaccount.com\"", ["pubsub", "cloudtasks"]))})",
      "protoPayload.serviceName = \"iamcredentials.googleapis.com\"",
      "protoPayload.methodName = \"GenerateIdToken\"",
    ])
  }

  # Who puts log entries on the topic: the sinks' own accounts, which sinks of one folder or organization share.
  writers = distinct(concat(
    [for sink in values(google_logging_project_sink.events) : sink.writer_identity],
    [for sink in values(google_logging_folder_sink.events) : sink.writer_identity],
    [for sink in values(google_logging_organization_sink.events) : sink.writer_identity],
  ))
}

# Whoever reads a link can decide: requests for decide-actions are not logged.
resource "google_logging_project_exclusion" "links" {
  count = var.decide_by_link ? 1 : 0

  name        = "${var.name}-links"
  description = "Requests that hold links for decisions"
  filter      = "logName = \"projects/${var.project}/logs/run.googleapis.com%2Frequests\" AND resource.labels.service_name = \"${var.name}-decide-actions\""

  depends_on = [google_project_service.this]
}

resource "google_logging_project_sink" "events" {
  for_each = local.scope == "project" ? local.sinks : {}

  name                   = each.value.name
  destination            = "pubsub.googleapis.com/${google_pubsub_topic.this["events"].id}"
  filter                 = each.value.filter
  unique_writer_identity = true

  dynamic "exclusions" {
    for_each = local.exclusions

    content {
      name   = "${var.name}-${exclusions.key}"
      filter = exclusions.value
    }
  }
}

resource "google_logging_folder_sink" "events" {
  for_each = local.scope == "folder" ? local.sinks : {}

  folder           = var.folder_id
  name             = each.value.name
  destination      = "pubsub.googleapis.com/${google_pubsub_topic.this["events"].id}"
  filter           = each.value.filter
  include_children = true

  dynamic "exclusions" {
    for_each = local.exclusions

    content {
      name   = "${var.name}-${exclusions.key}"
      filter = exclusions.value
    }
  }
}

resource "google_logging_organization_sink" "events" {
  for_each = local.scope == "organization" ? local.sinks : {}

  org_id           = var.organization_id
  name             = each.value.name
  destination      = "pubsub.googleapis.com/${google_pubsub_topic.this["events"].id}"
  filter           = each.value.filter
  include_children = true

  dynamic "exclusions" {
    for_each = local.exclusions

    content {
      name   = "${var.name}-${exclusions.key}"
      filter = exclusions.value
    }
  }
}
