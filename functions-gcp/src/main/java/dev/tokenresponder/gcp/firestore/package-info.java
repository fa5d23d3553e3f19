/** Incidents, habits and groups of correlations in Firestore. */
@NullMarked
package dev.tokenresponder.gcp.firestore;

import org.jspecify.annotations.NullMarked;
