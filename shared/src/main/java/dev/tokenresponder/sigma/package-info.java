/** Sigma rules: read, checked and matched against records of any shape; knows nothing of tokens. */
@NullMarked
package dev.tokenresponder.sigma;

import org.jspecify.annotations.NullMarked;
