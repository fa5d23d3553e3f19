# One account for each function, with custom roles that hold what the functions declare and nothing else, each on no more than it is about.

locals {
  needed = jsondecode(file("${path.module}/generated/functions.json"))

  account_ids = {
    evaluate         = "${var.name}-evaluate"
    revoke-sessions  = "${var.name}-revoke"
    disable-keys     = "${var.name}-disable"
    notify-owners    = "${var.name}-notify"
    receive-webhooks = "${var.name}-webhooks"
    decide-actions   = "${var.name}-decide"
  }

  # What does not exist, or cannot be had, within what is looked after.
  beyond = concat(
    local.scope == "organization" ? [] : ["resourcemanager.organizations.getIamPolicy", "resourcemanager.organizations.setIamPolicy"],
    local.scope == "project" ? ["resourcemanager.folders.getIamPolicy", "resourcemanager.folders.setIamPolicy"] : [],
    var.workspace_admin == null ? ["iam.serviceAccounts.signJwt"] : [],
    var.gke ? [] : ["container.clusters.get"],
  )

  # What a function calls, by what it is about. A link can ask for an undo, and nothing else can.
  calls = {
    for function in local.functions : function => [
      for call in sort(distinct(concat(
        local.needed[function].own,
        local.needed[function].act,
        var.decide_by_link ? local.needed[function].undo : [],
      ))) : call if !contains(local.beyond, call)
    ]
  }
  about = {
    for call in distinct(flatten(values(local.calls))) : call => (
      startswith(call, "datastore.") ? "database" :
      startswith(call, "pubsub.topics.") ? "topics" :
      startswith(call, "cloudtasks.") ? "queue" :
      call == "iam.serviceAccounts.actAs" ? "push" :
      call == "iam.serviceAccounts.signJwt" ? "workspace" :
      # Any service account, key or policy can be the one that is to be changed.
      "scope"
    )
  }

  # Topics say themselves who publishes (pubsub.tf).
  grants = merge([
    for function, calls in local.calls : {
      for place in ["database", "queue", "push", "workspace", "scope"] : "${function}/${place}" => {
        function    = function
        place       = place
        permissions = [for call in calls : call if local.about[call] == place]
      }
    }
  ]...)
  granted = { for key, grant in local.grants : key => grant if length(grant.permissions) > 0 }

  # Roles for folders and organizations are the organization's; IAM lets no project's role be granted there.
  organization_roles = { for key, grant in local.granted : key => grant if grant.place == "scope" && local.scope != "project" }
  project_roles      = { for key, grant in local.granted : key => grant if !contains(keys(local.organization_roles), key) }

  role_names = merge(
    { for key, role in google_project_iam_custom_role.function : key => role.name },
    { for key, role in google_organization_iam_custom_role.function : key => role.name },
  )
  at = {
    for place in ["database", "queue", "push", "workspace", "scope"] : place => {
      for key, grant in local.granted : grant.function => {
        role   = local.role_names[key]
        member = google_service_account.function[grant.function].member
      } if grant.place == place
    }
  }
}

resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = local.account_ids[each.key]
  display_name = "${var.name}: ${each.key}"

  depends_on = [google_project_service.this]
}

resource "google_project_iam_custom_role" "function" {
  for_each = local.project_roles

  role_id     = replace("${var.name}_${each.key}", "/[^a-z0-9]/", "_")
  title       = "${var.name}: ${each.key}"
  permissions = each.value.permissions

  depends_on = [google_project_service.this]
}

resource "google_organization_iam_custom_role" "function" {
  for_each = local.organization_roles

  org_id = local.organization_id
  # Other projects of the organization may have a responder too.
  role_id     = replace("${var.name}_${local.number}_${each.key}", "/[^a-z0-9]/", "_")
  title       = "${var.name}: ${each.key}"
  permissions = each.value.permissions

  depends_on = [google_project_service.this]
}

# Incidents, and no other database of the project (Firestore, "Manage databases", "Configure per-database access permissions").
resource "google_project_iam_member" "database" {
  for_each = local.at.database

  project = var.project
  role    = each.value.role
  member  = each.value.member

  condition {
    title      = "incidents"
    expression = "resource.name == \"projects/${var.project}/databases/${google_firestore_database.incidents.name}\""
  }
}

# The function's own queue, by which it looks again.
resource "google_cloud_tasks_queue_iam_member" "queue" {
  for_each = local.at.queue

  name     = google_cloud_tasks_queue.recheck[each.key].name
  location = var.region
  role     = each.value.role
  member   = each.value.member
}

# Tasks are delivered as the account that pushes are.
resource "google_service_account_iam_member" "push" {
  for_each = local.at.push

  service_account_id = google_service_account.push.name
  role               = each.value.role
  member             = each.value.member
}

# Signs as the one account that Workspace listens to.
resource "google_service_account_iam_member" "workspace" {
  for_each = local.at.workspace

  service_account_id = google_service_account.workspace[0].name
  role               = each.value.role
  member             = each.value.member
}

# What actions change. IAM has no condition by which a policy could only be made narrower.
resource "google_project_iam_member" "scope" {
  for_each = local.scope == "project" ? local.at.scope : {}

  project = var.project
  role    = each.value.role
  member  = each.value.member
}

resource "google_folder_iam_member" "scope" {
  for_each = local.scope == "folder" ? local.at.scope : {}

  folder = "folders/${var.folder_id}"
  role   = each.value.role
  member = each.value.member
}

resource "google_organization_iam_member" "scope" {
  for_each = local.scope == "organization" ? local.at.scope : {}

  org_id = var.organization_id
  role   = each.value.role
  member = each.value.member
}

# Whose token proves that a request comes from Pub/Sub or Cloud Tasks. It may do nothing.
resource "google_service_account" "push" {
  account_id   = "${var.name}-push"
  display_name = "${var.name}: pushes"

  depends_on = [google_project_service.this]
}

# Predefined: it holds iam.serviceAccounts.getOpenIdToken and nothing else.
resource "google_service_account_iam_member" "push_tokens" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = local.pubsub_agent

  # Pub/Sub's own account is there once there are subscriptions.
  depends_on = [google_pubsub_subscription.kept]
}

# Whom Workspace delegates to. It may do nothing in Google Cloud, and has no key.
resource "google_service_account" "workspace" {
  count = var.workspace_admin == null ? 0 : 1

  account_id   = "${var.name}-workspace"
  display_name = "${var.name}: Workspace"

  depends_on = [google_project_service.this]
}

# Cloud Run's own check of who calls is off, for it is said to take the signature off the token that the functions verify. Ingress lets
# nobody in to the workers but Pub/Sub, Cloud Tasks and the project's own networks.
resource "google_cloud_run_v2_service_iam_binding" "invoker" {
  for_each = var.turn_off_invoker_check ? local.functions : toset([])

  name     = merge(google_cloudfunctions2_function.worker, google_cloudfunctions2_function.open)[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  members  = ["allUsers"]
}

# Who builds the images (Cloud Run functions, "Custom service account for Cloud Build").
resource "google_service_account" "build" {
  account_id   = "${var.name}-build"
  display_name = "${var.name}: builds"

  depends_on = [google_project_service.this]
}

# Predefined: the documented roles. Sources are copied to a bucket of Cloud Functions' own before they are built.
resource "google_project_iam_member" "build" {
  for_each = {
    "roles/logging.logWriter" = null
    "roles/storage.objectViewer" = join(" || ", [
      for bucket in ["gcf-v2-sources-${local.number}-${var.region}", google_storage_bucket.code.name] :
      "resource.name == \"projects/_/buckets/${bucket}\" || resource.name.startsWith(\"projects/_/buckets/${bucket}/\")"
    ])
  }

  project = var.project
  role    = each.key
  member  = google_service_account.build.member

  dynamic "condition" {
    for_each = each.value == null ? [] : [each.value]

    content {
      title      = "sources"
      expression = condition.value
    }
  }
}

resource "google_artifact_registry_repository_iam_member" "build" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}
