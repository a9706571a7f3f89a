package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roperator.cli.boltzmann.LearnedDigits;
import org.roperator.cli.boltzmann.Race;
import org.roperator.cli.run.HvCheck;

/**
 * What Boltzmann machines learned, all of it or as much as is known yet.
 *
 * @param races the problems learned exactly
 * @param check whether products are exact
 * @param learned the digits
 * @param circumstances what it ran on
 */
public record BoltzmannReport(
    List<Race> races,
    Optional<HvCheck> check,
    Optional<LearnedDigits> learned,
    Circumstances circumstances) {

  /**
   * What it ran on.
   *
   * @param commandLine the command as it was given
   * @param seed what every random draw depends on
   * @param threads the number of threads
   * @param blas the matrix library in use
   * @param seconds how long it took
   */
  public record Circumstances(
      String commandLine, long seed, int threads, String blas, double seconds) {

    Circumstances after(double seconds) {
      return new Circumstances(commandLine, seed, threads, blas, seconds);
    }
  }

  /** Nothing is known yet. */
  public static BoltzmannReport none(Circumstances circumstances) {
    return new BoltzmannReport(List.of(), Optional.empty(), Optional.empty(), circumstances);
  }

  /** The same with a race, in the place of what was known of it before. */
  public BoltzmannReport with(Race race) {
    List<Race> more = new ArrayList<>(races);
    more.removeIf(before -> before.problem().name().equals(race.problem().name()));
    more.add(race);
    return new BoltzmannReport(List.copyOf(more), check, learned, circumstances);
  }

  /** The same with a check. */
  public BoltzmannReport with(HvCheck made) {
    return new BoltzmannReport(races, Optional.of(made), learned, circumstances);
  }

  /** The same with what is known of the digits. */
  public BoltzmannReport with(LearnedDigits known) {
    return new BoltzmannReport(races, check, Optional.of(known), circumstances);
  }

  /** The same after so long. */
  public BoltzmannReport after(double seconds) {
    return new BoltzmannReport(races, check, learned, circumstances.after(seconds));
  }
}
