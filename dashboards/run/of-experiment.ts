/** ofExperiment: the experiments that the reader has chosen. */
export const ofExperiment = 'experiment=~"$experiment"';
