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

  # With a person's credentials, Security Command Center must be told whose quota is used ("Troubleshoot your ADC setup").
  user_project_override = true
  billing_project       = var.project
}
