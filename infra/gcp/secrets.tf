locals {
  # Mounted as files, so that a change of the folder needs no build.
  mounted = merge({ policy = file("${var.configuration}/policy.yml") }, local.rules)
  folder  = "/etc/token-responder"
  mounts = {
    for secret in keys(local.mounted) : secret => (
      secret == "policy"
      ? { path = "${local.folder}/policy", file = "policy.yml", functions = local.workers }
      : { path = "${local.folder}/rules/${secret}", file = "rules.yml", functions = ["evaluate"] }
    )
  }
  most_bytes = 65536

  # Secrets that the user has made.
  settings = merge([
    for function in local.functions : {
      for variable, name in lookup(var.secrets, function, {}) : "${function}/${variable}" => {
        function = function
        variable = variable
        project  = split("/", name)[1]
        secret   = split("/", name)[3]
        version  = try(split("/", name)[5], "latest")
      }
    }
  ]...)

  readers = merge(
    merge([
      for secret, mount in local.mounts : {
        for function in mount.functions : "${function}/${secret}" => { function = function, project = var.project, secret = google_secret_manager_secret.mounted[secret].secret_id }
      }
    ]...),
    {
      for key, setting in local.settings : key => { function = setting.function, project = setting.project, secret = setting.secret }
    },
  )
}

resource "google_secret_manager_secret" "mounted" {
  for_each = toset(keys(local.mounts))

  secret_id = "${var.name}-${each.key}"

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_version" "mounted" {
  for_each = toset(keys(local.mounts))

  secret      = google_secret_manager_secret.mounted[each.key].id
  secret_data = local.mounted[each.key]

  # Functions keep the old one until they have the new one.
  lifecycle {
    create_before_destroy = true

    # Secret Manager, "Quotas and limits": the payload of a version.
    precondition {
      condition     = length(base64encode(local.mounted[each.key])) <= 4 * ceil(local.most_bytes / 3)
      error_message = "A secret holds 64 KiB, and what is to be in ${each.key} is more: make policy.yml shorter, or divide the longest rule file."
    }
  }
}

# Predefined: mounted secrets and secret variables are documented to need just this role.
resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = local.readers

  project   = each.value.project
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.value.function].member
}
