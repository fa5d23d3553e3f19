terraform {
  required_version = ">= 1.9"

  required_providers {
    # The version whose schema the tests hold this to. Nothing is used that 7.0 has changed (its upgrade guide).
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50"
    }
  }
}

provider "google" {
  project        = var.project
  region         = var.region
  default_labels = var.labels
}
