package org.roperator.optimize.smooth;

import org.roperator.solve.LanczosTrustRegion;
import org.roperator.solve.Steihaug;

/** How a step of {@link TrustRegionNewton} is found: what solves for it, and how exactly. */
public enum Subproblem {
  /**
   * By the generalized Lanczos method, {@link LanczosTrustRegion}: on the boundary to the accuracy
   * asked for. A rejected step costs no product, since those made serve the smaller radius. Keeps
   * as many vectors as a step takes products.
   */
  LANCZOS,
  /**
   * By conjugate gradients that stop at the boundary, {@link Steihaug}: with four vectors, and with
   * half of the model's fall or more where the step ends on the boundary. A rejected step's
   * products are made anew.
   */
  STEIHAUG
}
