/** What of a rule Cloud Logging can check before a function runs. */
@NullMarked
package dev.tokenresponder.sigma.cloudlogging;

import org.jspecify.annotations.NullMarked;
