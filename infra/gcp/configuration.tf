# Where the responder is, what it looks after, and what the user's own folder says.

data "google_project" "this" {
  project_id = var.project
}

# A folder has no custom roles of its own: they are its organization's.
data "google_folder" "this" {
  count = var.folder_id == null ? 0 : 1

  folder              = var.folder_id
  lookup_organization = true
}

locals {
  scope           = var.organization_id != null ? "organization" : var.folder_id != null ? "folder" : "project"
  organization_id = var.folder_id == null ? var.organization_id : trimprefix(data.google_folder.this[0].organization, "organizations/")
  number          = data.google_project.this.number

  policy = yamldecode(file("${var.configuration}/policy.yml"))

  # Several rules share a secret, as documents of one file.
  rule_files = sort(tolist(fileset(var.configuration, "rules/**/*.{yml,yaml}")))
  rules = {
    for index, files in chunklist(local.rule_files, 5) : "rules-${index}" => join("\n---\n", [
      for file in files : "# ${file}\n${trimprefix(file("${var.configuration}/${file}"), "---\n")}"
    ])
  }
}

check "owners_are_told_through_the_topic" {
  assert {
    condition     = contains(["", local.owners_topic], try(local.policy.notifications.pubsub_topic, ""))
    error_message = "policy.yml names a topic that notify-owners may not publish to: set notifications.pubsub_topic to ${local.owners_topic}, or leave it out."
  }
}
