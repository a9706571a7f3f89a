package org.roperator.examples;

import java.util.Locale;
import org.roperator.examples.recurrent.Xor;

/** Exclusive or by a network that settles, trained with exact products through its equilibrium. */
public final class SettledXor {

  private SettledXor() {}

  /** Prints where the trained network settles for each of the four inputs. */
  public static void main(String[] args) {
    Xor.Result xor = Xor.train(1);
    System.out.println(xor.lesson().optimization());
    for (int i = 0; i < 4; i++) {
      System.out.printf(
          Locale.ROOT,
          "%d %d -> %.3f  (%s)%n",
          i / 2,
          i % 2,
          xor.output(i),
          xor.equilibria().get(i).outcome());
    }
  }
}
