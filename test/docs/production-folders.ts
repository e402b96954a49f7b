/** Folders of the repository's own programs, and of what is delivered; those of the packages apart. */
export const productionFolders = [
  'app/src',
  'bench',
  'bin',
  'checks',
  'contracts',
  'functions',
  'lib',
  'loadtests',
  'rehearsal',
  'scripts',
  'site',
] as const;
