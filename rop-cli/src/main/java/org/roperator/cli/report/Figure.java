package org.roperator.cli.report;

import java.util.Optional;

/**
 * A drawing of a page.
 *
 * @param caption what stands above it
 * @param id a name that no other drawing of the page has
 * @param drawing if it could be made
 * @param failure why it could not, without a full stop; else empty
 */
record Figure(String caption, String id, Optional<Drawing> drawing, String failure) {}
