/** What every Google adapter needs: clients and the meaning of errors. */
@NullMarked
package dev.tokenresponder.gcp;

import org.jspecify.annotations.NullMarked;
