locals {
  services = toset(concat(
    [
      "artifactregistry.googleapis.com",
      "cloudbuild.googleapis.com",
      "cloudfunctions.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "cloudtasks.googleapis.com",
      "firestore.googleapis.com",
      "iam.googleapis.com",
      "iamcredentials.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "pubsub.googleapis.com",
      "run.googleapis.com",
      "secretmanager.googleapis.com",
      "storage.googleapis.com",
    ],
    length(var.findings_sources) == 0 ? [] : ["securitycenter.googleapis.com"],
    var.workspace_admin == null ? [] : ["admin.googleapis.com"],
    !var.gke ? [] : ["container.googleapis.com"],
  ))
}

# They stay on when the responder is taken away: others may use them.
resource "google_project_service" "this" {
  for_each = local.services

  service            = each.key
  disable_on_destroy = false
}
