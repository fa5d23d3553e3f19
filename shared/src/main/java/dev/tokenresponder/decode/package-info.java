/**
 * From a raw record to a {@code TokenEvent}, one small decoder per source; outside shapes stop
 * here.
 */
@NullMarked
package dev.tokenresponder.decode;

import org.jspecify.annotations.NullMarked;
