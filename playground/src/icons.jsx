/** The few drawings of our own: thin lines on a grid of 24. */
const Icon = ({ children, ...props }) => (
  <svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    {...props}
  >
    {children}
  </svg>
);

export const Mark = () => (
  <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0f766e" />
    <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
      <path d="M11 25V10.5" />
      <path d="M11 10.5 21.5 13 11 18.5" />
    </g>
    <g fill="#fff">
      <circle cx="11" cy="9.5" r="3" />
      <circle cx="22" cy="13" r="3" />
      <circle cx="11" cy="18.5" r="2.4" />
    </g>
  </svg>
);

export const ExamplesIcon = () => (
  <Icon>
    <path d="M5 4.5h9.5L19 9v10.5H5z" />
    <path d="M14 4.5V9.5h5" />
    <path d="m10.5 11.5 4 2.75-4 2.75z" />
  </Icon>
);

export const ExplorerIcon = () => (
  <Icon>
    <path d="m4 6.5 1.5 1.5L8.5 5M4 17.5 5.5 19l3-3M12 7h8m-8 5h8m-8 5.5h8" />
  </Icon>
);

export const PulseIcon = (props) => (
  <Icon {...props}>
    <path d="M3 12h4l2.5-6 4.5 12 2.5-6H21" />
  </Icon>
);

export const KeyIcon = () => (
  <Icon>
    <circle cx="8" cy="15" r="4" />
    <path d="m11 12 8-8m-3 3 2.5 2.5M13.5 9.5l1.5 1.5" />
  </Icon>
);

export const EyeIcon = ({ open }) => (
  <Icon>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.8" />
    {open ? null : <path d="m4 20 16-16" />}
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m9 6 6 6-6 6" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
);
