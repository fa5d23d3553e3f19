locals {
  # The collection groups whose documents end (functions-gcp, CollectionGroup).
  expiring = toset(["incidents", "sightings", "actions", "subjects", "limits", "groups", "habits", "lineage_children", "lineage_parents", "progress"])
}

resource "google_firestore_database" "incidents" {
  name                              = var.name
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  # What destroy does where the protection is off; the default would leave it behind.
  deletion_policy = "DELETE"

  depends_on = [google_project_service.this]
}

# No index_config: the field keeps its own indexes, by which actions are looked for. Nothing needs a composite one.
resource "google_firestore_field" "expires" {
  for_each = local.expiring

  database   = google_firestore_database.incidents.name
  collection = each.key
  field      = "expires"

  ttl_config {}
}
