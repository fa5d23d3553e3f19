# The code: function.jar, alone in a zip (Cloud Run functions, "Java deployment options", "Deploy from a JAR"), and the images that are
# built of it.

locals {
  code_hash = filesha256(var.function_jar)
  code_zip  = "${path.module}/.build/function-${substr(local.code_hash, 0, 16)}.zip"
}

# A zip needs no further provider this way, only the JDK that builds the functions.
resource "terraform_data" "code_zip" {
  triggers_replace = [local.code_hash, google_storage_bucket.code.id]

  provisioner "local-exec" {
    command = "\"$PACK\" \"$JAR\" \"$ZIP\""
    environment = {
      PACK = "${path.module}/pack"
      JAR  = var.function_jar
      ZIP  = local.code_zip
    }
  }
}

resource "google_storage_bucket" "code" {
  name                        = "${var.project}-${var.name}-code"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  depends_on = [google_project_service.this]
}

resource "google_storage_bucket_object" "code" {
  bucket = google_storage_bucket.code.name
  name   = "function-${substr(local.code_hash, 0, 16)}.zip"
  source = local.code_zip

  # Functions keep the old one until they have the new one. The name tells the jar; another machine has no zip, or one of other bytes, and
  # a new object of the same name would go with the old one.
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [detect_md5hash]
  }

  depends_on = [terraform_data.code_zip]
}

resource "google_artifact_registry_repository" "images" {
  repository_id = var.name
  location      = var.region
  format        = "DOCKER"
  description   = "Images of the functions of ${var.name}"

  depends_on = [google_project_service.this]
}
