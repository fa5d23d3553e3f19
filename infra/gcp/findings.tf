locals {
  findings_organization = try(split("/", sort(tolist(var.findings_sources))[0])[1], null)
}

# Findings of the named sources only: in a source of their own others can write what they like. The second version of the API appends the
# location to the source.
resource "google_scc_v2_organization_notification_config" "findings" {
  count = length(var.findings_sources) == 0 ? 0 : 1

  config_id    = var.name
  organization = local.findings_organization
  location     = "global"
  description  = "What ${var.name} judges"
  pubsub_topic = google_pubsub_topic.this["events"].id

  streaming_config {
    filter = "state = \"ACTIVE\" AND (${join(" OR ", flatten([
      for source in sort(tolist(var.findings_sources)) : ["parent = \"${source}\"", "parent = \"${source}/locations/global\""]
    ]))})"
  }
}
